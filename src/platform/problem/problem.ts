import { errorCatalogue, type ErrorCode, type FieldError, type Problem } from '../../contract/errors.js';

export interface ProblemDetails {
  detail?: string;
  errors?: FieldError[];
  retryAfterMs?: number;
  position?: number | null;
  /** How many more a person may have. */
  left?: number;
  approvalId?: string;
}

/** A refusal: a code of the catalogue with its particulars. */
export class ProblemError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly extra: ProblemDetails = {},
  ) {
    super(`${code}: ${extra.detail ?? errorCatalogue[code].title}`);
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

/** Builds the body of a refusal (RFC 9457), the same over HTTP and sockets. */
export function problemOf(code: ErrorCode, extra: ProblemDetails = {}, requestId?: string): Problem {
  const { status, title } = errorCatalogue[code];
  return {
    type: `urn:ropeline:error:${code}`,
    title,
    status,
    code,
    ...extra,
    ...(requestId === undefined ? {} : { requestId }),
  };
}
