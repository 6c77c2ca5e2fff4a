import type { ErrorCode } from '../contract/errors.js';
import { ProblemError, type ProblemDetails } from '../platform/problem/problem.js';

/** What a fan is told instead of what was asked for: a code of the catalogue. */
export interface Refused {
  kind: 'refused';
  code: ErrorCode;
  extra: ProblemDetails;
}

export function refused(code: ErrorCode, extra: ProblemDetails = {}): Refused {
  return { kind: 'refused', code, extra };
}

/** For doors: the result, or the refusal thrown as a problem. */
export function unlessRefused<T extends { kind: string }>(result: T | Refused): T {
  if (isRefused(result)) throw new ProblemError(result.code, result.extra);
  return result;
}

function isRefused(result: { kind: string }): result is Refused {
  return result.kind === 'refused';
}
