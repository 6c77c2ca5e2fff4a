import type { PermitResult } from '../queue/queue.types.js';
import type { Permit } from '../queue/queue.types.js';
import { type Refused, refused } from './refusal.js';

/** The permit of a pass, or what its bearer is told. */
export function permitOr(result: PermitResult): { kind: 'ok'; permit: Permit } | Refused {
  switch (result.kind) {
    case 'ok':
      return result;
    case 'expired':
      return refused('PASS_EXPIRED');
    case 'invalid':
    case 'revoked':
      return refused('PASS_INVALID');
    case 'away':
      return refused('CORE_AWAY');
  }
}
