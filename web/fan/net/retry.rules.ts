import type { Answer } from './api.js';

type Trouble = Exclude<Answer<unknown>, { kind: 'ok' }>;

/** Refusals that pass without anybody's doing: the press is repeated for the fan. */
const passing = new Set(['CORE_AWAY', 'OVERLOADED', 'RATE_LIMITED']);
const shortestMs = 2_000;
const longestMs = 30_000;
/** After that many in a row the fan decides. */
const maxTries = 8;

/**
 * When a refused press is tried again without another press; null when the fan has to decide.
 * @param tries made by the page itself so far
 */
export function retryAfterMs(trouble: Trouble, tries: number): number | null {
  if (trouble.kind !== 'refused' || !passing.has(trouble.problem.code) || tries >= maxTries) return null;
  return Math.min(longestMs, Math.max(shortestMs, trouble.problem.retryAfterMs ?? shortestMs) * (1 + tries / 2));
}
