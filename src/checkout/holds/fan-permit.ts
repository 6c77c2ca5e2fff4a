import { type Refused, refused } from '../checkout.errors.js';

/** Returns the permit of a pass, or maps its failure to a refusal. */
export function permitOr<P>(
  result: { kind: 'ok'; permit: P } | { kind: 'expired' | 'invalid' | 'revoked' | 'away' },
): { kind: 'ok'; permit: P } | Refused {
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
