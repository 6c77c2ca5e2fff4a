import { describe, expect, it } from '@jest/globals';
import { backAfterMs, callsStood, longestGapMs } from './outage.rules.js';

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

describe('longestGapMs of a probe that runs to the end', () => {
  it('counts what never came back', () => {
    expect(longestGapMs([0, 100, 200], 150, 60_000)).toBe(59_800);
    expect(longestGapMs([0, 5_000, 5_100], 4_000, 5_200)).toBe(5_000);
  });
});

describe('callsStood', () => {
  const at = (serving: number, waiting: number) => ({
    lanes: { general: { arrivals: 200, present: 0, called: 0, admitted: 0, serving, waiting } },
  });
  it('holds while nobody is called and somebody waits', () => {
    expect(callsStood(at(60, 140), at(60, 140))).toMatchObject({ fine: true, found: '0, with 140 waiting' });
  });
  it('does not hold when people are called, nor proves anything when nobody waits', () => {
    expect(callsStood(at(60, 140), at(61, 139)).fine).toBe(false);
    expect(callsStood(at(200, 0), at(200, 0)).fine).toBe(false);
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
