import { describe, expect, it } from '@jest/globals';
import { backoffCapMs, fullJitter, spread, toldDelayMs } from './backoff.js';

describe('backoff', () => {
  it('reaches from nothing to the ceiling of the attempt', () => {
    expect(fullJitter(0, () => 0)).toBe(0);
    expect(fullJitter(0, () => 0.999)).toBe(999);
    expect(fullJitter(3, () => 0.5)).toBe(4_000);
  });

  it('keeps its jitter after the cap is reached', () => {
    expect(fullJitter(50, () => 0.1)).toBe(backoffCapMs * 0.1);
    expect(fullJitter(50, () => 0.9)).toBe(backoffCapMs * 0.9);
  });

  it('spreads a pause by a fifth to each side', () => {
    expect(spread(2_000, () => 0)).toBe(1_600);
    expect(spread(2_000, () => 1)).toBe(2_400);
  });
});

it('comes back when an overloaded server says, and by itself after any other end', () => {
  expect(toldDelayMs({ code: 1_013, reason: '7010' })).toBe(7_010);
  expect(toldDelayMs({ code: 1_013, reason: '0' })).toBe(0);
  expect(toldDelayMs({ code: 1_013, reason: '86400000' })).toBe(120_000);
  for (const reason of ['', 'later', '-5']) expect(toldDelayMs({ code: 1_013, reason })).toBeNull();
  expect(toldDelayMs({ code: 1_006, reason: '7010' })).toBeNull();
});
