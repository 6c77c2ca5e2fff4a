import type { ErrorCode } from '../../contract/errors.js';
import { placeProblem } from '../../queue/places/place.errors.js';
import type { PermitResult } from '../../queue/queue.types.js';
import { type Answer, refused } from './client-events.js';

/** What the bearer of a place is told: the very problem that HTTP answers with. */
export function placeRefused(refusal: Parameters<typeof placeProblem>[0]): Answer<never> {
  const { code, extra } = placeProblem(refusal);
  return refused(code, extra);
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
