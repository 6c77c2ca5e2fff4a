import { type ProblemDetails } from '../platform/problem/problem.js';
import type { ErrorCode } from '../contract/errors.js';
import type { ClaimResult, DeferResult, PermitResult, PlaceRefusal } from '../queue/queue.types.js';
import { type Answer, refused } from './dispatcher.js';

type Refusal = PlaceRefusal | Exclude<ClaimResult, { kind: 'admitted' }> | Exclude<DeferResult, { kind: 'deferred' }>;

const AWAY: ProblemDetails = { retryAfterMs: 2_000 };

/** What the bearer of a place is told: the same codes as over HTTP. */
export function placeRefused(refusal: Refusal): Answer<never> {
  switch (refusal.kind) {
    case 'invalid':
      return refused('PLACE_TOKEN_INVALID');
    case 'left':
      return refused('PLACE_LEFT');
    case 'done':
      return refused('PLACE_DONE');
    case 'expired':
      return refused('PLACE_EXPIRED');
    case 'rate_limited':
      return refused('RATE_LIMITED', { retryAfterMs: refusal.retryAfterMs });
    case 'away':
      return refused('CORE_AWAY', AWAY);
    case 'not_yet':
      return refused('NOT_YET', { position: refusal.position, retryAfterMs: refusal.retryAfterMs });
    case 'not_open':
      return refused('SALE_NOT_OPEN');
    case 'paused':
      return refused('SALE_PAUSED');
    case 'sold_out':
      return refused('SOLD_OUT');
    case 'closed':
      return refused('SALE_CLOSED');
    case 'defer_limit':
      return refused('DEFER_LIMIT');
  }
}

/** Why a pass opens no door. */
export function passRefusal({ kind }: Exclude<PermitResult, { kind: 'ok' }>): ErrorCode {
  switch (kind) {
    case 'invalid':
    case 'revoked':
      return 'PASS_INVALID';
    case 'expired':
      return 'PASS_EXPIRED';
    case 'away':
      return 'CORE_AWAY';
  }
}
