/** Outcome of a call to the provider. Only `ok`, `refused` and `missing` are known outcomes. */
export type StripeAnswer<T> =
  | { kind: 'ok'; value: T }
  /** Refused; nothing was done. */
  | { kind: 'refused'; code: string; message: string }
  /** Not found at the provider. */
  | { kind: 'missing'; message: string }
  /** May have been done: retry with the same key. */
  | { kind: 'unknown'; reason: string }
  /** The same key will replay the same failure forever: look up the outcome, then use another key. */
  | { kind: 'stored'; reason: string }
  /** Not done: rate-limited. */
  | { kind: 'throttled'; reason: string }
  /** Not done; retrying helps only once an operator acts: wrong key, missing permission. */
  | { kind: 'locked_out'; reason: string }
  /** Never left this process: the circuit is open, or too many calls are waiting. */
  | { kind: 'unsent'; reason: string };

/** The SDK's view of a failed call; statusCode is absent without an answer. */
export interface StripeFailure {
  type?: string | undefined;
  statusCode?: number | undefined;
  code?: string | undefined;
  message: string;
  headers?: Record<string, string> | undefined;
}

const KEY_IN_USE = 'idempotency_key_in_use';

function isReplayed(failure: StripeFailure): boolean {
  return failure.headers?.['idempotent-replayed'] === 'true';
}

/** Classifies a failed call. Anything not certainly refused counts as unknown. */
export function answerOfFailure(failure: StripeFailure): Exclude<StripeAnswer<never>, { kind: 'ok' }> {
  const { statusCode, message } = failure;
  const code = failure.code ?? failure.type ?? 'unknown';
  if (statusCode === undefined) return { kind: 'unknown', reason: message };
  if (failure.type === 'StripeIdempotencyError') return { kind: 'stored', reason: message };
  if (statusCode === 429 || code === 'rate_limit') return { kind: 'throttled', reason: message };
  if (statusCode === 409 || code === KEY_IN_USE) return { kind: 'unknown', reason: message };
  if (statusCode >= 500) return { kind: isReplayed(failure) ? 'stored' : 'unknown', reason: message };
  if (statusCode === 401 || statusCode === 403) return { kind: 'locked_out', reason: message };
  if (statusCode === 404 || code === 'resource_missing') return { kind: 'missing', message };
  return { kind: 'refused', code, message };
}

/**
 * Returns whether a failure indicates that the provider is unhealthy. Declines, refusals and replayed failures do not;
 * rate limiting is counted separately.
 */
export function isTrouble(answer: Exclude<StripeAnswer<never>, { kind: 'ok' }>): boolean {
  return answer.kind === 'unknown' || answer.kind === 'locked_out';
}
