import { describe, expect, it } from '@jest/globals';
import { callFingerprint, IdempotencyKeys } from './idempotency.js';

const ANSWER = { status: 200, body: '{}', requestId: 'req_1' };
const HOUR_MS = 3_600_000;

describe('IdempotencyKeys', () => {
  it('replays the first answer, and says so while it is still running', () => {
    const keys = new IdempotencyKeys();
    expect(keys.begin('k', 'f').kind).toBe('fresh');
    expect(keys.begin('k', 'f').kind).toBe('in-flight');
    keys.finish('k', ANSWER);
    expect(keys.begin('k', 'f')).toEqual({ kind: 'replay', answer: ANSWER });
  });

  it('refuses a key that was used with other parameters', () => {
    const keys = new IdempotencyKeys();
    keys.begin('k', 'f');
    keys.finish('k', ANSWER);
    expect(keys.begin('k', 'other').kind).toBe('mismatch');
  });

  it('takes a forgotten key as new', () => {
    const keys = new IdempotencyKeys();
    keys.begin('k', 'f');
    keys.forget('k');
    expect(keys.begin('k', 'other').kind).toBe('fresh');
  });

  it('forgets a key after 24 hours and not before', () => {
    let now = 0;
    const keys = new IdempotencyKeys(() => now);
    keys.begin('k', 'f');
    keys.finish('k', ANSWER);
    now = 24 * HOUR_MS - 1;
    expect(keys.begin('k', 'f').kind).toBe('replay');
    now = 24 * HOUR_MS;
    expect(keys.begin('k', 'f').kind).toBe('fresh');
  });

  it('keeps no more keys than its bound, dropping the oldest', () => {
    const keys = new IdempotencyKeys(() => 0, 10);
    for (let i = 0; i < 50; i += 1) keys.begin(`k${i}`, 'f');
    expect(keys.size).toBe(10);
    expect(keys.begin('k49', 'f').kind).toBe('in-flight');
    expect(keys.begin('k0', 'f').kind).toBe('fresh');
  });
});

describe('callFingerprint', () => {
  it('is the same for the same parameters in another order, and differs for another path or value', () => {
    const print = callFingerprint('POST', '/v1/refunds', 'a=1&b=2');
    expect(callFingerprint('POST', '/v1/refunds', 'b=2&a=1')).toBe(print);
    expect(callFingerprint('POST', '/v1/refunds', 'a=1&b=3')).not.toBe(print);
    expect(callFingerprint('POST', '/v1/other', 'a=1&b=2')).not.toBe(print);
  });
});
