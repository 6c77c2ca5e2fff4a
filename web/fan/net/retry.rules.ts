import type { Answer } from './api.js';

type Trouble = Exclude<Answer<unknown>, { kind: 'ok' }>;

/** Transient refusals: the page retries the press by itself. */
const passing = new Set(['CORE_AWAY', 'OVERLOADED', 'RATE_LIMITED', 'IDENTITY_AWAY']);
const shortestMs = 2_000;
const longestMs = 30_000;
/** After this many automatic tries in a row the fan decides. */
const maxTries = 8;

/**
 * Returns the delay before a refused press is retried automatically; null if the fan has to decide.
 * @param tries automatic tries made so far
 */
export function retryAfterMs(trouble: Trouble, tries: number): number | null {
  if (trouble.kind !== 'refused' || !passing.has(trouble.problem.code) || tries >= maxTries) return null;
  return Math.min(longestMs, Math.max(shortestMs, trouble.problem.retryAfterMs ?? shortestMs) * (1 + tries / 2));
}
