import type { PermitResult } from '../../queue/queue.types.js';
import { passProblem } from '../../queue/passes/pass.errors.js';
import { type Refused, refused } from '../checkout.errors.js';

type Failed = Exclude<PermitResult, { kind: 'ok' }>;

/** Returns the permit of a pass, or the refusal of one that lets nobody shop. */
export function permitOr<P>(result: { kind: 'ok'; permit: P } | Failed): { kind: 'ok'; permit: P } | Refused {
  return result.kind === 'ok' ? result : refused(passProblem(result).code);
}

/** Like permitOr, for a fan's own thing: to anybody without a pass of ours it does not exist. */
export function ownerPermitOr<P>(
  result: { kind: 'ok'; permit: P } | Failed | null,
): { kind: 'ok'; permit: P } | Refused {
  return result === null || result.kind === 'invalid' ? refused('NOT_FOUND') : permitOr(result);
}
