import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../../src/contract/errors.js';
import { admissionAfter, isOfPass, renewInMs } from './pass.rules.js';

const now = Date.parse('2026-12-01T10:00:00Z');
const refusal = (code: string) => ({ kind: 'refused' as const, problem: { code } as Problem });

describe('when a pass is renewed', () => {
  it.each([
    ['after three fifths of a short life', 100_000, 40_000],
    ['a minute before a long one ends', 120_000, 60_000],
    ['after three fifths of the usual one', 300_000, 180_000],
    ['at once, but for a pause, where it has run out', -1, 5_000],
  ])('%s', (_, life, expected) => {
    expect(renewInMs(new Date(now + life).toISOString(), now)).toBe(expected);
  });
});

describe('what a refused renewal says of the admission', () => {
  it.each(['PLACE_DONE', 'PLACE_EXPIRED', 'PLACE_LEFT', 'SALE_CLOSED', 'PASS_EXPIRED'])('is over: %s', (code) => {
    expect(admissionAfter({ code } as Problem)).toBe('ended');
  });
  it('is not open to this fan yet', () => {
    expect(admissionAfter({ code: 'NOT_YET' })).toBe('outside');
  });
  it.each(['CORE_AWAY', 'OVERLOADED', 'RATE_LIMITED', 'SALE_PAUSED'])('stands: %s', (code) => {
    expect(admissionAfter({ code } as Problem)).toBeNull();
  });
});

it.each([
  ['PASS_EXPIRED', true],
  ['PASS_INVALID', true],
  ['PASS_REQUIRED', true],
  ['PLACE_DONE', false],
  ['SOLD_OUT', false],
])('knows whether %s is about the pass', (code, expected) => {
  expect(isOfPass(refusal(code))).toBe(expected);
  expect(isOfPass({ kind: 'away' })).toBe(false);
});
