import type { ErrorCode } from '../../contract/errors.js';
import { placeProblem } from '../../queue/places/place.errors.js';
import type { PermitResult } from '../../queue/queue.types.js';
import { type Answer, refused } from './client-events.js';

/** Returns the refusal for a place, identical to the HTTP problem. */
export function placeRefused(refusal: Parameters<typeof placeProblem>[0]): Answer<never> {
  const { code, extra } = placeProblem(refusal);
  return refused(code, extra);
}

/** Maps a failed pass check to an error code. */
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
