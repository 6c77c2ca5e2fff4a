import { type Refused, refused } from '../checkout.errors.js';

type Failed = { kind: 'expired' | 'invalid' | 'revoked' | 'away' };

/** Returns the permit of a pass, or maps its failure to a refusal. */
export function permitOr<P>(result: { kind: 'ok'; permit: P } | Failed): { kind: 'ok'; permit: P } | Refused {
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

/** Like permitOr, for a fan's own thing: to anybody without a pass of ours it does not exist. */
export function ownerPermitOr<P>(
  result: { kind: 'ok'; permit: P } | Failed | null,
): { kind: 'ok'; permit: P } | Refused {
  return result === null || result.kind === 'invalid' ? refused('NOT_FOUND') : permitOr(result);
}
