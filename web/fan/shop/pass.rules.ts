import type { Problem } from '../../../src/contract/errors.js';
import type { Trouble } from '../ui/refusal.js';

/** A pass is renewed after this share of its lifetime, and at the latest this long before it expires. */
const renewAtShare = 0.6;
export const renewBeforeMs = 60_000;
/** Shortest pause between two renewals, and the pause after a failed one. */
export const renewAgainMs = 5_000;

const endedCodes = new Set<string>(['PLACE_DONE', 'PLACE_EXPIRED', 'PLACE_LEFT', 'SALE_CLOSED', 'PASS_EXPIRED']);
const passCodes = new Set<string>(['PASS_EXPIRED', 'PASS_INVALID', 'PASS_REQUIRED']);

/** Returns in how many milliseconds a pass is to be renewed. */
export function renewInMs(expiresAt: string, nowMs: number): number {
  const life = Date.parse(expiresAt) - nowMs;
  return Math.max(renewAgainMs, Math.min(life * renewAtShare, life - renewBeforeMs));
}

/** Whether a refusal is about the pass, so that another call may succeed with a renewed one. */
export const isOfPass = (answer: Trouble): boolean => answer.kind === 'refused' && passCodes.has(answer.problem.code);

/** Returns how a renewal that failed leaves the admission; otherwise it stands, and the renewal is retried. */
export function admissionAfter({ code }: Pick<Problem, 'code'>): 'ended' | 'outside' | null {
  if (endedCodes.has(code)) return 'ended';
  return code === 'NOT_YET' ? 'outside' : null;
}
