import { ProblemError } from '../../platform/problem/problem.js';
import type { ClaimResult, DeferResult, PlaceRefusal } from '../queue.types.js';

type Refusal =
  | PlaceRefusal
  | Exclude<ClaimResult, { kind: 'admitted' }>
  | Exclude<DeferResult, { kind: 'deferred' }>
  | { kind: 'PLACE_SHOPPING' | 'HANDOFF_INVALID' | 'HANDOFF_CLOSED' | 'GROUP_CLOSED' };

const AWAY_RETRY_MS = 2_000;
const GROUP_RETRY_MS = 5_000;

/** A refusal is named by its error code from the script on; only these need more. For HTTP and sockets alike. */
export function placeProblem(refusal: Refusal): ProblemError {
  switch (refusal.kind) {
    case 'away':
      return new ProblemError('CORE_AWAY', { retryAfterMs: AWAY_RETRY_MS });
    case 'PLACE_MOVED':
      return new ProblemError('PLACE_LEFT', { detail: 'Your place is on another device now.', moved: true });
    case 'GROUP_SHOPPING':
      return new ProblemError('GROUP_SHOPPING', { retryAfterMs: GROUP_RETRY_MS });
    default: {
      const { kind: _kind, ...extra } = refusal;
      return new ProblemError(refusal.kind, extra);
    }
  }
}
