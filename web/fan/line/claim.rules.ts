import type { Problem } from '../../../src/contract/errors.js';
import type { LineState } from './line-view.js';

type Ended = NonNullable<LineState['ended']>;

/** Poll interval of the fan's own place near the front, in case the socket is down or stalled. */
export const placePollMs = 5_000;
/** Within the time that the line counts a fan as present after a claim. */
const stoppedClaimMs = 15_000;

const endedBy: Partial<Record<string, Ended>> = { PLACE_EXPIRED: 'expired', PLACE_LEFT: 'left', PLACE_DONE: 'done' };
/** Refusals of a claim that say that the turn has yet to come, and when the page claims again if they do not say. */
const notYet: Partial<Record<string, number>> = {
  NOT_YET: placePollMs,
  GROUP_SHOPPING: placePollMs,
  SALE_NOT_OPEN: placePollMs,
  SALE_PAUSED: stoppedClaimMs,
  SOLD_OUT: stoppedClaimMs,
};
/** Refusals of a claim that say nothing about the turn. */
const busy: ReadonlySet<string> = new Set(['RATE_LIMITED', 'CORE_AWAY', 'OVERLOADED']);

/**
 * Returns how a refusal says that the place has ended; undefined if it does not.
 * @param hasTickets whether this device keeps an order of the sale: the place of a fan with tickets was used
 */
export function endOf({ code, moved }: Problem, hasTickets: boolean): Ended | undefined {
  if (moved) return 'moved';
  const ended = endedBy[code];
  return ended === 'done' && hasTickets ? 'used' : ended;
}

/** What the page does after a refused claim: claims again by itself after `againMs`, or waits for the fan. */
export interface AfterRefusal {
  againMs: number | null;
  /** What is patched into the state; a turn that is not named stands. */
  change: Partial<Pick<LineState, 'turn' | 'place' | 'stepUpBefore'>> & { problem?: Problem | null };
}

/** For refusals that do not end the place. */
export function afterRefusal(problem: Problem): AfterRefusal {
  const { code, answerBefore, retryAfterMs } = problem;
  if (answerBefore) return { againMs: null, change: { turn: null, place: null, stepUpBefore: answerBefore } };
  const againMs = notYet[code];
  // the snapshot tells of the other reasons
  if (againMs !== undefined)
    return {
      againMs: retryAfterMs ?? againMs,
      change: { turn: null, place: null, problem: code === 'GROUP_SHOPPING' ? problem : null },
    };
  if (busy.has(code)) return { againMs: retryAfterMs ?? placePollMs, change: {} };
  return { againMs: null, change: { turn: null, problem } };
}
