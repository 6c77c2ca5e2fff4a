import type { LiveShape } from '../../../src/contract/shapes.js';
import { stageCounts } from '../../../src/contract/stage-counts.js';
import type { LivePoint } from '../net/live-history.js';

/** How the line goes on from here, as far as the figures tell. */
export type LineForecast =
  | { kind: 'nobody_waits' }
  /** Nobody is let in at this moment: paused, not open, payments stopped, everything held. */
  | { kind: 'stands' }
  /** Stock ends before the line does: whoever stands behind `position` in the line of this moment gets nothing. */
  | { kind: 'sells_out'; minutes: number; served: number }
  | { kind: 'empties'; minutes: number };

/** The pace is measured over this long: shorter jumps about, longer tells of another hour. */
const PACE_OVER_SECONDS = 300;
const LEAST_SECONDS = 30;

/** Sold tickets a minute and people served a minute, from the history; null while it is too young. */
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

/**
 * When the line is empty or the stock is gone, whichever comes first. The speed is the slower of the target and of what
 * was measured: with a full shop people come in only as others leave.
 */
export function forecastOf(live: LiveShape, history: readonly LivePoint[]): LineForecast {
  const { waiting } = stageCounts(live);
  if (waiting === 0) return { kind: 'nobody_waits' };
  if (live.state !== 'on_sale' || live.target.perMinute <= 0) return { kind: 'stands' };
  const isFull = live.reason === 'AT_CAP' || live.reason === 'STOCK_LIMITED';
  const perMinute = isFull ? live.admittedPerMinute : live.target.perMinute;
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
