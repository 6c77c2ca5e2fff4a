import { ProblemError } from '../../platform/problem/problem.js';
import type { ClaimResult, DeferResult, PlaceRefusal } from '../queue.types.js';

type Refusal =
  | PlaceRefusal
  | Exclude<ClaimResult, { kind: 'admitted' }>
  | Exclude<DeferResult, { kind: 'deferred' }>
  | { kind: 'shopping' | 'code_invalid' | 'handoff_closed' | 'group_closed' };

const AWAY_RETRY_MS = 2_000;
const GROUP_RETRY_MS = 5_000;

/** Maps a refusal to its problem, for HTTP and sockets alike. */
export function placeProblem(refusal: Refusal): ProblemError {
  switch (refusal.kind) {
    case 'invalid':
      return new ProblemError('PLACE_TOKEN_INVALID');
    case 'left':
      return new ProblemError('PLACE_LEFT');
    case 'moved':
      return new ProblemError('PLACE_LEFT', { detail: 'Your place is on another device now.', moved: true });
    case 'done':
      return new ProblemError('PLACE_DONE');
    case 'expired':
      return new ProblemError('PLACE_EXPIRED');
    case 'rate_limited':
      return new ProblemError('RATE_LIMITED', { retryAfterMs: refusal.retryAfterMs });
    case 'away':
      return new ProblemError('CORE_AWAY', { retryAfterMs: AWAY_RETRY_MS });
    case 'not_yet':
      return new ProblemError('NOT_YET', { position: refusal.position, retryAfterMs: refusal.retryAfterMs });
    case 'not_open':
      return new ProblemError('SALE_NOT_OPEN');
    case 'paused':
      return new ProblemError('SALE_PAUSED');
    case 'sold_out':
      return new ProblemError('SOLD_OUT');
    case 'closed':
      return new ProblemError('SALE_CLOSED');
    case 'group_shopping':
      return new ProblemError('GROUP_SHOPPING', { retryAfterMs: GROUP_RETRY_MS });
    case 'step_up':
      return new ProblemError('STEP_UP_REQUIRED', { answerBefore: refusal.answerBefore });
    case 'shopping':
      return new ProblemError('PLACE_SHOPPING');
    case 'code_invalid':
      return new ProblemError('HANDOFF_INVALID');
    case 'handoff_closed':
      return new ProblemError('HANDOFF_CLOSED');
    case 'group_closed':
      return new ProblemError('GROUP_CLOSED');
    case 'defer_limit':
      return new ProblemError('DEFER_LIMIT');
    case 'mismatch':
      return new ProblemError('IDEMPOTENCY_MISMATCH');
  }
}
