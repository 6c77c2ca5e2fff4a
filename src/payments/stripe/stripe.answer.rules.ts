/** What a call to the provider came to. Only `ok`, `refused` and `missing` are known outcomes. */
export type StripeAnswer<T> =
  | { kind: 'ok'; value: T }
  /** Refused, and nothing was done. */
  | { kind: 'refused'; code: string; message: string }
  /** The provider knows no such thing. */
  | { kind: 'missing'; message: string }
  /** It may have been done: ask again with the same key. */
  | { kind: 'unknown'; reason: string }
  /** The same key will answer the same failure for ever: look for the outcome, then use another key. */
  | { kind: 'stored'; reason: string }
  /** Not done: too many requests. */
  | { kind: 'throttled'; reason: string }
  /** Not done, and asking again helps only when an operator acts: wrong key, missing permission. */
  | { kind: 'locked_out'; reason: string }
  /** Never left this process: the circuit is open, or too many calls wait. */
  | { kind: 'unsent'; reason: string };

/** What the SDK tells of a failed call; statusCode is absent when no answer came. */
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

/** Sorts a failed call. Whatever is not surely refused counts as unknown. */
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
 * Whether a failure says that the provider is unwell. Declines and refusals never do, nor does one stored failure told
 * again; a limit of requests is counted apart.
 */
export function isTrouble(answer: Exclude<StripeAnswer<never>, { kind: 'ok' }>): boolean {
  return answer.kind === 'unknown' || answer.kind === 'locked_out';
}
