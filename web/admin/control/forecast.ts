import type { AdmissionReason } from '../../../src/contract/admission-reasons.js';
import type { LiveShape } from '../../../src/contract/shapes.js';
import { stageCounts } from '../../../src/contract/stage-counts.js';
import type { LivePoint } from '../net/live-history.js';

/** How the line will develop, as far as the figures allow. */
export type LineForecast =
  | { kind: 'nobody_waits' }
  | { kind: 'over' }
  /** Nobody is being admitted: paused, not open, payments stopped, or all stock held. */
  | { kind: 'stands' }
  /** Stock runs out before the line: whoever currently stands behind `served` gets nothing. */
  | { kind: 'sells_out'; minutes: number; served: number }
  | { kind: 'empties'; minutes: number };

/** Window for measuring the pace: shorter ones are noisy, longer ones reflect an outdated pace. */
const PACE_OVER_SECONDS = 300;
const LEAST_SECONDS = 30;

/** Returns tickets sold and people served per minute; null if the history is too short. */
export function paceOf(history: readonly LivePoint[]): { soldPerMinute: number; servedPerMinute: number } | null {
  const last = history[history.length - 1];
  if (!last) return null;
  const first = history.find(({ at }) => at >= last.at - PACE_OVER_SECONDS);
  if (!first || last.at - first.at < LEAST_SECONDS) return null;
  const minutes = (last.at - first.at) / 60;
  return {
    soldPerMinute: Math.max(0, last.sold - first.sold) / minutes,
    servedPerMinute: Math.max(0, last.paid - first.paid) / minutes,
  };
}

export interface Pace {
  cap: number;
  perMinute: number;
}

function rateNow({ reason, admittedPerMinute, target }: LiveShape): number {
  return reason === 'AT_CAP' || reason === 'STOCK_LIMITED' ? admittedPerMinute : target.perMinute;
}

/**
 * Returns the rate at another pace. A full shop lets in as many as leave, which is proportional to how many are inside;
 * scarce stock and trouble limit every pace alike.
 */
function rateAt(live: LiveShape, { cap, perMinute }: Pace): number {
  const { reason, admittedPerMinute, target } = live;
  if (!paced.has(reason)) return Math.min(perMinute, rateNow(live));
  const inside = live.active + stageCounts(live).called;
  const leavers = reason === 'AT_CAP' ? target.cap : inside;
  if (leavers === 0 || (reason !== 'AT_CAP' && cap > inside)) return perMinute;
  return Math.min(perMinute, (admittedPerMinute * cap) / leavers);
}
/** Reasons under which the policy itself sets the rate. */
const paced: ReadonlySet<string> = new Set<AdmissionReason>([
  'AT_RATE',
  'AT_CAP',
  'NOBODY_READY',
  'RAMPING',
  'RECOVERING',
]);

/**
 * Forecasts whether the line empties or the stock runs out first. Uses the slower of the target and the measured pace:
 * with a full shop, people are admitted only as others leave. @param wanted another pace than the present one
 */
export function forecastOf(live: LiveShape, history: readonly LivePoint[], wanted?: Pace): LineForecast {
  const { waiting } = stageCounts(live);
  if (live.state === 'closed') return { kind: 'over' };
  if (waiting === 0) return { kind: 'nobody_waits' };
  if (live.state !== 'on_sale' || live.target.perMinute <= 0) return { kind: 'stands' };
  const perMinute = wanted ? rateAt(live, wanted) : rateNow(live);
  if (perMinute <= 0) return { kind: 'stands' };
  const emptyIn = waiting / perMinute;
  const free = live.stock.reduce((sum, type) => sum + type.free, 0);
  const pace = paceOf(history);
  if (pace && pace.soldPerMinute > 0) {
    const goneIn = free / pace.soldPerMinute;
    if (goneIn < emptyIn) return { kind: 'sells_out', minutes: goneIn, served: Math.floor(goneIn * perMinute) };
  }
  return { kind: 'empties', minutes: emptyIn };
}

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
