import { TRY_AGAIN_LATER } from '../../../src/contract/live/close-codes.js';

/** First and longest delay before a reconnect. A whole crowd disconnects at once, so spread matters more than speed. */
export const backoffBaseMs = 1_000;
export const backoffCapMs = 30_000;

/**
 * Full jitter: uniform between 0 and min(cap, base · 2^attempt). The stock Socket.IO client caps after its jitter, so
 * from the fifth attempt on all clients would reconnect at the same instant.
 * @param attempt 0 for the first retry
 * @param random 0 ≤ random < 1
 */
export function fullJitter(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(backoffCapMs, backoffBaseMs * 2 ** Math.min(attempt, 20));
  return Math.floor(random() * ceiling);
}

/** Jitters a delay by ±20 %, so that pollers do not synchronise. */
export function spread(ms: number, random: () => number = Math.random): number {
  return Math.round(ms * (0.8 + 0.4 * random()));
}

const longestToldMs = 120_000;

/** Returns after how long an overloaded server takes the next try, by the reason of its close; null: it does not say. */
export function toldDelayMs({ code, reason }: Pick<CloseEvent, 'code' | 'reason'>): number | null {
  const ms = reason === '' ? Number.NaN : Number(reason);
  return code === TRY_AGAIN_LATER && ms >= 0 ? Math.min(ms, longestToldMs) : null;
}
