import type { ErrorCode } from '../contract/errors.js';
import { ProblemError, type ProblemDetails } from '../platform/problem/problem.js';

/** A refusal with a code of the error catalogue, returned as a value instead of thrown. */
export interface Refused {
  kind: 'refused';
  code: ErrorCode;
  extra: ProblemDetails;
}

export function refused(code: ErrorCode, extra: ProblemDetails = {}): Refused {
  return { kind: 'refused', code, extra };
}

/** For controllers: passes a result through and throws a refusal as a problem. */
export function unlessRefused<T extends { kind: string }>(result: T | Refused): T {
  if (isRefused(result)) throw new ProblemError(result.code, result.extra);
  return result;
}

function isRefused(result: { kind: string }): result is Refused {
  return result.kind === 'refused';
}
