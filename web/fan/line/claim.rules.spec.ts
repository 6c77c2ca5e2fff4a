import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../../src/contract/errors.js';
import { afterRefusal, endOf, placePollMs } from './claim.rules.js';

const problemOf = (code: string, more: Partial<Problem> = {}): Problem =>
  ({ code, title: code, status: 409, detail: code, type: 'about:blank', ...more }) as Problem;

describe('a refusal that ends a place', () => {
  it('says how, and that it was used where this device keeps tickets by it', () => {
    expect(endOf(problemOf('PLACE_DONE'), false)).toBe('done');
    expect(endOf(problemOf('PLACE_DONE'), true)).toBe('used');
    expect(endOf(problemOf('PLACE_EXPIRED'), true)).toBe('expired');
    expect(endOf(problemOf('PLACE_LEFT', { moved: true }), true)).toBe('moved');
  });

  it('is none of those after which the page goes on', () => {
    for (const code of ['NOT_YET', 'SALE_PAUSED', 'CORE_AWAY', 'PLACE_TOKEN_INVALID'])
      expect(endOf(problemOf(code), true)).toBeUndefined();
  });
});

describe('a refused claim', () => {
  it('is made again when the server says so, else after the time of its reason', () => {
    expect(afterRefusal(problemOf('NOT_YET', { retryAfterMs: 700 })).againMs).toBe(700);
    expect(afterRefusal(problemOf('NOT_YET')).againMs).toBe(placePollMs);
    expect(afterRefusal(problemOf('SALE_PAUSED')).againMs).toBe(15_000);
  });

  it('takes the call back where the turn has yet to come, and names only a group that shops', () => {
    const shopping = problemOf('GROUP_SHOPPING');
    expect(afterRefusal(shopping).change).toEqual({ turn: null, place: null, problem: shopping });
    expect(afterRefusal(problemOf('SOLD_OUT')).change).toEqual({ turn: null, place: null, problem: null });
  });

  it('leaves the turn alone while the server is busy: nothing was said about it', () => {
    expect(afterRefusal(problemOf('CORE_AWAY', { retryAfterMs: 2_000 }))).toEqual({ againMs: 2_000, change: {} });
    expect(afterRefusal(problemOf('OVERLOADED'))).toEqual({ againMs: placePollMs, change: {} });
  });

  it('waits for the fan where an address must be confirmed, or nothing is known to help', () => {
    const before = '2027-01-01T10:00:00.000Z';
    expect(afterRefusal(problemOf('STEP_UP_REQUIRED', { answerBefore: before }))).toEqual({
      againMs: null,
      change: { turn: null, place: null, stepUpBefore: before },
    });
    const odd = problemOf('OF_TOMORROW');
    expect(afterRefusal(odd)).toEqual({ againMs: null, change: { turn: null, problem: odd } });
  });
});
