import { describe, expect, it } from '@jest/globals';
import { backAfterMs, longestGapMs } from './outage.rules.js';

describe('longestGapMs', () => {
  it('is the longest wait for a success that comes after the fault', () => {
    expect(longestGapMs([0, 100, 200, 3_200, 3_300], 250)).toBe(3_000);
  });
  it('leaves out what was slow before the fault and what ends with the run', () => {
    expect(longestGapMs([0, 5_000, 5_100, 5_200], 5_050)).toBe(100);
    expect(longestGapMs([], 0)).toBe(0);
    expect(longestGapMs([700], 0)).toBe(0);
  });
});

describe('backAfterMs', () => {
  const at = (atMs: number, isFull: boolean) => ({ atMs, isFull });
  it('is when the last of them is back for good', () => {
    expect(backAfterMs([at(0, true), at(1, false), at(2, true), at(3, false), at(4, true)], 1)).toBe(3);
  });
  it('is nothing when none was lost, or when some never came back', () => {
    expect(backAfterMs([at(0, true), at(1, true)], 0)).toBeNull();
    expect(backAfterMs([at(1, false)], 0)).toBeNull();
  });
});
