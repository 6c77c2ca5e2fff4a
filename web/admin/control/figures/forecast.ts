import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import { isLineKnown, stageCounts } from '../../../../src/contract/live/stage-counts.js';
import type { LivePoint } from '../../net/live-history.js';

/** How the line will develop, as far as the figures allow. */
export type LineForecast =
  /** The line cannot be read. */
  | { kind: 'unknown' }
  | { kind: 'nobody_waits' }
  | { kind: 'over' }
  /** Nobody is being admitted: paused, not open, payments stopped, all stock held, or whoever is next is away. */
  | { kind: 'stands' }
  /**
   * Stock runs out before the line: until then `admitted` more get in, and `passed` positions have had their turn, those
   * of absent fans included. Whoever stands behind these gets nothing.
   */
  | { kind: 'sells_out'; minutes: number; admitted: number; passed: number }
  | { kind: 'empties'; minutes: number };

/** What the promoter may set. */
export interface Pace {
  cap: number;
  perMinute: number;
}
/** How the last minutes went. */
interface Past {
  soldPerMinute: number;
  /** Positions passed for each fan let in: more than one where fans are absent. */
  passedPerAdmission: number;
  /** How long a fan is inside, in minutes; null while nobody has left. */
  stayMinutes: number | null;
}

/** Window for measuring the pace: shorter ones are noisy, longer ones reflect an outdated pace. */
const PACE_OVER_SECONDS = 300;
const LEAST_SECONDS = 30;
/** Fewer admissions than these say nothing about absence. */
const LEAST_ADMITTED = 10;

const inside = ({ shopping, paying }: LivePoint): number | null => (shopping === null ? null : shopping + paying);

/** Returns the first and last point of the window in one epoch: a rebuild leaves numbers out. */
function windowOf(history: readonly LivePoint[]): { first: LivePoint; last: LivePoint; minutes: number } | null {
  const last = history[history.length - 1];
  const first = last && history.find(({ at, epoch }) => at >= last.at - PACE_OVER_SECONDS && epoch === last.epoch);
  if (!last || !first || last.at - first.at < LEAST_SECONDS) return null;
  return { first, last, minutes: (last.at - first.at) / 60 };
}

/** Measures the last five minutes; null if the history is too short. */
export function pastOf(history: readonly LivePoint[]): Past | null {
  const window = windowOf(history);
  if (!window) return null;
  const { first, last, minutes } = window;
  const admitted = (last.admitted ?? 0) - (first.admitted ?? 0);
  const passed = (last.served ?? 0) - (first.served ?? 0);
  const [before, now] = [inside(first) ?? 0, inside(last) ?? 0];
  const left = admitted + before - now;
  return {
    soldPerMinute: Math.max(0, last.sold - first.sold) / minutes,
    passedPerAdmission: admitted < LEAST_ADMITTED ? 1 : Math.max(1, passed / admitted),
    // Little's law, with the mean of the two ends for the mean
    stayMinutes: left < LEAST_ADMITTED ? null : (((before + now) / 2) * minutes) / left,
  };
}

/**
 * Forecasts whether the line empties or the stock runs out first, at the present pace or at a wished one. With a full
 * shop, people are admitted only as others leave.
 */
export function forecastOf(live: LiveShape, history: readonly LivePoint[], wish?: Pace): LineForecast {
  if (live.state === 'closed') return { kind: 'over' };
  if (!isLineKnown(live)) return { kind: 'unknown' };
  const { waiting } = stageCounts(live);
  if (waiting === 0) return { kind: 'nobody_waits' };
  const past = pastOf(history);
  const perMinute = live.state === 'on_sale' ? (wish ? wishedRate(live, past, wish) : rateNow(live)) : 0;
  if (perMinute <= 0) return { kind: 'stands' };
  const passedPerMinute = perMinute * (past?.passedPerAdmission ?? 1);
  const emptyIn = waiting / passedPerMinute;
  const free = live.stock.reduce((sum, type) => sum + type.free, 0);
  if (past && past.soldPerMinute > 0) {
    const minutes = free / past.soldPerMinute;
    const [admitted, passed] = [Math.floor(minutes * perMinute), Math.floor(minutes * passedPerMinute)];
    if (minutes < emptyIn) return { kind: 'sells_out', minutes, admitted, passed };
  }
  return { kind: 'empties', minutes: emptyIn };
}

/** Reasons for which fewer come in than the target: others leave first, or whoever is next is away. */
const belowTarget = new Set(['AT_CAP', 'STOCK_LIMITED', 'NOBODY_READY']);
/** A moving average never ends: less than one in two minutes is nobody. */
const LEAST_RATE = 0.5;
const measured = ({ admittedPerMinute }: LiveShape): number => (admittedPerMinute < LEAST_RATE ? 0 : admittedPerMinute);
const rateNow = (live: LiveShape): number => (belowTarget.has(live.reason) ? measured(live) : live.target.perMinute);

/** Reasons for which the target is below what is set, whatever is set. */
const held = new Set([
  'SIGNAL_LOST',
  'QUARANTINED',
  'SHOP_AWAY',
  'PAYMENTS_DOWN',
  'PAYMENTS_UNKNOWN',
  'PAYMENTS_TROUBLE',
  'STOCK_GONE',
]);

/** As many come in as are wished, as leave a full shop, and as its troubles allow. */
function wishedRate(live: LiveShape, past: Past | null, wish: Pace): number {
  const { reason, target } = live;
  if (reason === 'NOBODY_READY') return Math.min(wish.perMinute, measured(live));
  const most = held.has(reason) ? Math.min(wish.perMinute, target.perMinute) : wish.perMinute;
  const cap = reason === 'STOCK_LIMITED' ? Math.min(wish.cap, target.cap) : wish.cap;
  const stay = past?.stayMinutes ?? null;
  return stay === null || stay <= 0 ? most : Math.min(most, cap / stay);
}

/** Whether the pace of the last minutes may go on: not while nobody can buy, nor while it is not known who holds what. */
export const isSelling = (live: LiveShape): boolean =>
  live.state === 'on_sale' &&
  isLineKnown(live) &&
  live.reason !== 'SHOP_AWAY' &&
  live.payments.state !== 'down' &&
  live.payments.state !== 'unknown';

/**
 * Returns in how many minutes a ticket type is gone at the pace of the last five minutes; null if nothing of it was
 * sold in them, nothing is free, or the history is too short.
 */
export function goneInMinutes(
  { ticketTypeId, free }: Pick<LiveShape['stock'][number], 'ticketTypeId' | 'free'>,
  history: readonly LivePoint[],
): number | null {
  const last = history[history.length - 1];
  const first = last && history.find(({ at, soldBy }) => at >= last.at - PACE_OVER_SECONDS && soldBy !== undefined);
  if (!last || !first || last.at - first.at < LEAST_SECONDS || free === 0) return null;
  const sold = (last.soldBy?.[ticketTypeId] ?? 0) - (first.soldBy?.[ticketTypeId] ?? 0);
  return sold <= 0 ? null : (free * (last.at - first.at)) / 60 / sold;
}
