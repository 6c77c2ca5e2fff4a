import { errorCatalogue, type ErrorCode, type FieldError, type Problem } from '../../contract/errors.js';

export interface ProblemDetails {
  /** Replaces the sentence derived from the code and its particulars. */
  detail?: string;
  errors?: FieldError[];
  retryAfterMs?: number;
  position?: number | null;
  /** How many more a person may have. */
  left?: number;
  approvalId?: string;
  orderId?: string;
  canSolve?: boolean;
  moved?: boolean;
  answerBefore?: string;
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
    detail: extra.detail ?? detailOf(code, extra),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Names the field by its whole path; messages name it by its last part, elsewhere or not at all. */
function sentenceOf({ field, message }: FieldError): string {
  const own = field.slice(field.lastIndexOf('.') + 1);
  if (message.startsWith(`${own} `)) return `${field}${message.slice(own.length)}`;
  return message.includes(` ${own} `) ? message : `${field} ${message}`;
}

/** Explains a refusal to a person: which field is wrong, or when to try again, else what the code says. */
function detailOf(code: ErrorCode, { errors = [], retryAfterMs }: ProblemDetails): string {
  const { title } = errorCatalogue[code];
  const [first, ...others] = errors;
  if (first) {
    return `${sentenceOf(first).trim()}${others.length === 0 ? '' : `, and ${others.length} more`}.`;
  }
  if (retryAfterMs === undefined) return title;
  return `${title} Try again in ${Math.max(1, Math.ceil(retryAfterMs / 1_000))} s.`;
}
