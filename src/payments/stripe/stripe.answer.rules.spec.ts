import { describe, expect, it } from '@jest/globals';
import { answerOfFailure, isTrouble, type StripeFailure } from './stripe.answer.rules.js';

const kindOf = (failure: Partial<StripeFailure>) => answerOfFailure({ message: 'as told', ...failure }).kind;

describe('answerOfFailure', () => {
  it.each<[string, Partial<StripeFailure>, string]>([
    ['no answer', { type: 'StripeConnectionError' }, 'unknown'],
    ['a server error', { statusCode: 500 }, 'unknown'],
    ['a stored server error', { statusCode: 500, headers: { 'idempotent-replayed': 'true' } }, 'stored'],
    ['another body under the same key', { statusCode: 400, type: 'StripeIdempotencyError' }, 'stored'],
    ['a call that still runs', { statusCode: 409, code: 'idempotency_key_in_use' }, 'unknown'],
    ['too many requests', { statusCode: 429 }, 'throttled'],
    ['a wrong key', { statusCode: 401 }, 'locked_out'],
    ['an unknown intent', { statusCode: 404, code: 'resource_missing' }, 'missing'],
    ['a wrong state', { statusCode: 400, code: 'payment_intent_unexpected_state' }, 'refused'],
    ['a declined card', { statusCode: 402, code: 'card_declined' }, 'refused'],
  ])('sorts %s', (_what, failure, kind) => {
    expect(kindOf(failure)).toBe(kind);
  });

  it('counts declines and refusals as no trouble, and lost answers and server errors as trouble', () => {
    expect(isTrouble(answerOfFailure({ message: '', statusCode: 402, code: 'card_declined' }))).toBe(false);
    expect(isTrouble(answerOfFailure({ message: '', statusCode: 400, code: 'amount_too_small' }))).toBe(false);
    expect(isTrouble(answerOfFailure({ message: '', statusCode: 503 }))).toBe(true);
    expect(isTrouble(answerOfFailure({ message: 'timeout' }))).toBe(true);
  });
});

describe('what a failure says', () => {
  it.each<[Partial<StripeFailure>, string]>([
    [{ statusCode: 403 }, 'locked_out'],
    [{ statusCode: 400, code: 'rate_limit' }, 'throttled'],
    [{ statusCode: 409 }, 'unknown'],
    [{ statusCode: 400, code: 'idempotency_key_in_use' }, 'unknown'],
    [{ statusCode: 404 }, 'missing'],
    [{ statusCode: 400, code: 'resource_missing' }, 'missing'],
    [{ statusCode: 500, headers: { 'idempotent-replayed': 'false' } }, 'unknown'],
    [{ statusCode: 499 }, 'refused'],
  ])('%o is %s', (failure, kind) => {
    expect(kindOf(failure)).toBe(kind);
  });

  it('is its code, else its type, with the message of the provider', () => {
    const refusal = { message: 'No.', statusCode: 402, type: 'StripeCardError' };
    expect(answerOfFailure({ ...refusal, code: 'card_declined' })).toEqual({
      ...{ kind: 'refused', code: 'card_declined', message: 'No.' },
    });
    expect(answerOfFailure(refusal)).toMatchObject({ code: 'StripeCardError' });
    expect(answerOfFailure({ message: 'No.', statusCode: 402 })).toMatchObject({ code: 'unknown' });
    expect(answerOfFailure({ message: 'timeout' })).toEqual({ kind: 'unknown', reason: 'timeout' });
    expect(answerOfFailure({ message: 'gone', statusCode: 404 })).toEqual({ kind: 'missing', message: 'gone' });
  });

  it('is trouble when the key is wrong, and not when the provider limits the rate', () => {
    expect(isTrouble(answerOfFailure({ message: '', statusCode: 401 }))).toBe(true);
    expect(isTrouble(answerOfFailure({ message: '', statusCode: 429 }))).toBe(false);
    expect(isTrouble({ kind: 'unsent', reason: '' })).toBe(false);
  });
});
