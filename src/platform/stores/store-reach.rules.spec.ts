import { describe, expect, it } from '@jest/globals';
import { CUT_AFTER_MS, reachNow } from './store-reach.rules.js';

describe('reachNow', () => {
  const lost = reachNow(false, 1_000, reachNow(true, 0), true);

  it('does not believe at once that others reach the store: they may be about to lose it', () => {
    expect(lost).toEqual({ awaySinceMs: 1_000, isCut: false });
    expect(reachNow(false, 999 + CUT_AFTER_MS, lost, true).isCut).toBe(false);
  });
  it('is cut once others reach it and this node has not for long', () => {
    expect(reachNow(false, 1_000 + CUT_AFTER_MS, lost, true)).toEqual({ awaySinceMs: 1_000, isCut: true });
  });
  it('is not cut while nobody reaches it, however long', () => {
    expect(reachNow(false, 1_000_000, lost, false).isCut).toBe(false);
  });
  it('is not cut as soon as it is there, and counts anew', () => {
    const back = reachNow(true, 20_000, { awaySinceMs: 1_000, isCut: true });
    expect(back).toEqual({ awaySinceMs: null, isCut: false });
    expect(reachNow(false, 21_000, back, true)).toEqual({ awaySinceMs: 21_000, isCut: false });
  });
});
