import type { Range, SaleState } from '../contract/shapes.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Never further apart: a page that sleeps longer shows old things. */
const SLOWEST_POLL_MS = 30 * SECOND_MS;
/** Each so many people waiting adds a second: they are served from caches, but the last of them are far from their turn anyway. */
const CROWD_PER_SECOND = 100_000;

/**
 * How long a page that is not near the front waits before it looks again, before its own jitter.
 * @param toBoundaryMs until the next prequeue or opening; null when there is none ahead
 */
export function pollAfterMs(state: SaleState, toBoundaryMs: number | null, waiting: number): number {
  if (state === 'closed') return SLOWEST_POLL_MS;
  if (state === 'sold_out') return 10 * SECOND_MS;
  const crowd = Math.min(8, Math.floor(waiting / CROWD_PER_SECOND)) * SECOND_MS;
  if (state === 'scheduled' || state === 'prequeue') {
    const ahead = toBoundaryMs ?? 0;
    const calm = ahead > 10 * MINUTE_MS ? 15 * SECOND_MS : ahead > MINUTE_MS ? 5 * SECOND_MS : 2 * SECOND_MS;
    // nobody sleeps across the boundary
    return Math.max(2 * SECOND_MS, Math.min(calm + crowd, ahead));
  }
  return 2 * SECOND_MS + crowd;
}

/** One moment of a lane: where its serving counter stood. */
export interface ServingPoint {
  saleMs: number;
  serving: number;
}
const MEASURE_WINDOW_MS = 5 * MINUTE_MS;
const MEASURE_SLICE_MS = 15 * SECOND_MS;
/** Fewer slices would be luck, not a measure. */
const MIN_SLICES = 2;

/**
 * How fast the lane moved lately, in positions a minute: the quarter and three-quarter quantile of its slices, so that one
 * stall or one burst says little. Null until there is enough to measure or when it did not move.
 */
export function measuredRange(history: readonly ServingPoint[], nowSaleMs: number): Range | null {
  const recent = history
    .filter(({ saleMs }) => saleMs > nowSaleMs - MEASURE_WINDOW_MS)
    .sort((a, b) => a.saleMs - b.saleMs);
  const speeds: number[] = [];
  let from = recent[0];
  for (const point of recent) {
    if (!from || point.saleMs - from.saleMs < MEASURE_SLICE_MS) continue;
    speeds.push(((point.serving - from.serving) * MINUTE_MS) / (point.saleMs - from.saleMs));
    from = point;
  }
  if (speeds.length < MIN_SLICES) return null;
  speeds.sort((a, b) => a - b);
  const quantile = (share: number): number => speeds[Math.round((speeds.length - 1) * share)] ?? 0;
  const range = { from: Math.max(0, Math.round(quantile(0.25))), to: Math.round(quantile(0.75)) };
  return range.to > 0 ? range : null;
}

/** Tickets an admitted fan takes on average, from a hesitant crowd to a hungry one, until the sale has measured its own. */
const TAKES: Range = { from: 0.5, to: 2.2 };
/** Of those ahead who are present, how many still are when their turn comes. */
const STAYS: Range = { from: 0.6, to: 1 };
/** Of the stock held now, how much comes back: little at worst, a third at best. */
const RETURNS: Range = { from: 0, to: 0.35 };
const POINTS = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1] as const;

export interface ChanceFacts {
  free: number;
  /** Held, being paid for, or lapsed and not yet offered again. */
  held: number;
  /** People of the lane who have not been called. */
  waiting: number;
  /** Of them, how many are there; null when unknown. */
  present: number | null;
  /** People who stand in other lanes and draw on the same stock while this lane's are served. */
  rivals: number;
}

/**
 * Chance of a ticket by how many stand ahead: a range between a crowd that stays and buys much, and one that leaves and buys
 * little. Falls with `ahead`, both ends between 0 and 1.
 */
export function chanceTable(facts: ChanceFacts): { ahead: number; from: number; to: number }[] {
  const { free, held, waiting, rivals } = facts;
  if (free + held <= 0) return [{ ahead: 0, from: 0, to: 0 }];
  const there = waiting > 0 && facts.present !== null ? Math.min(1, facts.present / waiting) : 1;
  const aheads = [...new Set(POINTS.map((share) => Math.round(share * waiting)))];
  return aheads.map((ahead) => {
    // as many come in from the other lanes, in proportion, while these are served
    const competitors = ahead * there * (1 + (waiting > 0 ? rivals / waiting : 0));
    return {
      ahead,
      from: chance(free + held * RETURNS.from, competitors * STAYS.to, TAKES.to),
      to: chance(free + held * RETURNS.to, competitors * STAYS.from, TAKES.from),
    };
  });
}

/** Probability that `people`, each taking a random number of tickets with this mean, leave at least one of `left`. */
function chance(left: number, people: number, mean: number): number {
  if (left < 1) return 0;
  const spread = Math.sqrt(Math.max(people * mean * 2, 0.25));
  return Math.round(normalBelow((left - people * mean) / spread) * 100) / 100;
}

/** The normal distribution's Φ, by the logistic approximation: within 0.01 everywhere, which is finer than what is shown. */
function normalBelow(z: number): number {
  return 1 / (1 + Math.exp(-1.702 * z));
}
