import { describe, expect, it } from '@jest/globals';
import { Outcomes, outcomeOf } from './outcomes.js';

describe('outcomeOf', () => {
  it.each([
    [200, 10, 'answered'],
    [201, 1_001, 'late'],
    [304, 5, 'answered'],
    [409, 5, 'rejected'],
    [429, 5, 'refused'],
    [503, 9_000, 'refused'],
    [500, 5, 'failed'],
  ])('calls %d after %d ms %s', (status, tookMs, expected) => {
    expect(outcomeOf(status, tookMs, 1_000)).toBe(expected);
  });
});

describe('Outcomes', () => {
  it('counts each arrival once and keeps refusals out of the served times', () => {
    const outcomes = new Outcomes();
    outcomes.add('answered', 10);
    outcomes.add('late', 2_000);
    outcomes.add('refused', 1, '503 OVERLOADED');
    outcomes.add('refused', 1, '503 OVERLOADED');
    outcomes.add('failed', 0, 'ECONNRESET');
    expect(outcomes.summary(2)).toMatchObject({
      arrivals: 5,
      answered: 1,
      late: 1,
      refused: 2,
      failed: 1,
      answeredPerSecond: 1,
      answeredMs: { p50: 2_000, p99: 2_000 },
      refusedMs: { p50: 1 },
      codes: { '503 OVERLOADED': 2, ECONNRESET: 1 },
    });
  });
});
