import type { JoinShape } from '../../contract/line/line-shapes.js';
import type { SaleState } from '../../contract/sale/sale-shapes.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { StepUpAsked, StepUpConfirmed } from '../../queue/entry/step-up.service.js';
import { placeProblem } from '../../queue/places/place.errors.js';
import type { EntryRefusal, GroupJoinResult, JoinResult } from '../../queue/queue.types.js';

/** Passing troubles, which say nothing about the sale. */
const PASSING: ReadonlySet<string> = new Set(['away', 'overloaded', 'identity_away']);

/**
 * Returns the place of a successful join; throws the coded refusal otherwise. A sale that takes no places says so
 * whatever the join lacks: no proof would help.
 */
export function placeOf(result: JoinResult | GroupJoinResult, state: SaleState): JoinShape {
  if (!('placeToken' in result) && !PASSING.has(result.kind)) {
    if (state === 'scheduled') throw new ProblemError('SALE_NOT_OPEN');
    if (state === 'closed') throw new ProblemError('SALE_CLOSED');
  }
  switch (result.kind) {
    case 'taken':
    case 'repeated': {
      const { placeToken, number, lane, joinedAt } = result;
      return { placeToken, number, lane, joinedAt };
    }
    case 'GROUP_CODE_INVALID':
    case 'GROUP_CLOSED':
    case 'GROUP_FULL':
      throw new ProblemError(result.kind);
    case 'had_turn':
      throw new ProblemError('TURN_TAKEN');
    case 'not_open':
      throw new ProblemError('SALE_NOT_OPEN');
    case 'closed':
      throw new ProblemError('SALE_CLOSED');
    case 'repeat_running':
      throw new ProblemError('IDEMPOTENCY_IN_PROGRESS');
    case 'repeat_differs':
      throw new ProblemError('IDEMPOTENCY_MISMATCH');
    case 'overloaded':
      throw new ProblemError('OVERLOADED', { retryAfterMs: result.retryAfterMs });
    default:
      throw refusalOf(result);
  }
}

/** Maps a refused entry to its problem. */
export function refusalOf(refusal: EntryRefusal): ProblemError {
  switch (refusal.kind) {
    case 'frozen':
      return new ProblemError('JOINS_FROZEN');
    case 'lane_unknown':
      return new ProblemError('LANE_UNKNOWN');
    case 'challenge_required':
      return new ProblemError('CHALLENGE_REQUIRED');
    case 'challenge_invalid':
      return new ProblemError('CHALLENGE_INVALID');
    case 'code_required':
      return new ProblemError('ACCESS_CODE_REQUIRED');
    case 'code_invalid':
      return new ProblemError('ACCESS_CODE_INVALID');
    case 'identity_required':
      return new ProblemError('IDENTITY_REQUIRED');
    case 'identity_away':
      return new ProblemError('IDENTITY_AWAY', { retryAfterMs: refusal.retryAfterMs });
    case 'elsewhere':
      return new ProblemError('PLACE_ELSEWHERE');
    case 'rate_limited':
      return new ProblemError('RATE_LIMITED', { retryAfterMs: refusal.retryAfterMs });
    case 'away':
      return new ProblemError('CORE_AWAY');
  }
}

/** Maps a refused step-up to its problem. */
export function stepUpProblem(
  refusal: Exclude<StepUpAsked, { kind: 'sent' }> | Exclude<StepUpConfirmed, { kind: 'proved' }>,
): ProblemError {
  switch (refusal.kind) {
    case 'not_asked':
      return new ProblemError('STEP_UP_NOT_DUE');
    case 'code_wrong':
      return new ProblemError('IDENTITY_CODE_INVALID');
    case 'has_place':
      return new ProblemError('STEP_UP_USED');
    case 'elsewhere':
      return new ProblemError('PLACE_ELSEWHERE');
    default:
      return placeProblem(refusal);
  }
}
