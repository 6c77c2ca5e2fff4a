import { describe, expect, it } from '@jest/globals';
import { CUT_AFTER_MS, reachNow } from './store-reach.rules.js';

describe('reachNow', () => {
  const others = { both: 1, cut: 1 };
  const here = reachNow(true, 0);
  const lost = reachNow(false, 1_000, here, others);
  const LATER = 1_000 + CUT_AFTER_MS;

  it('does not believe at once that others reach the store: they may be about to lose it', () => {
    expect(lost).toEqual({ awaySinceMs: 1_000, isBehind: false, isCut: false });
    expect(reachNow(false, LATER - 1, lost, others)).toEqual(lost);
  });
  it('is cut once others reach it and this node has not for long', () => {
    expect(reachNow(false, LATER, lost, others)).toEqual({ awaySinceMs: 1_000, isBehind: true, isCut: true });
  });
  it('is not cut while nobody reaches it or nothing is known, however long', () => {
    for (const heard of [{ both: 0, cut: 1 }, null])
      expect(reachNow(false, 1_000_000, lost, heard)).toMatchObject({ isBehind: false, isCut: false });
  });
  it('leaves sales, but not fans, to fewer nodes than are cut', () => {
    expect(reachNow(false, LATER, lost, { both: 1, cut: 9 })).toMatchObject({ isBehind: true, isCut: false });
    expect(reachNow(false, LATER, lost, { both: 4, cut: 5 }).isCut).toBe(false);
    expect(reachNow(false, LATER, lost, { both: 5, cut: 5 }).isCut).toBe(true);
  });
  it('is not cut as soon as it is there, and counts anew', () => {
    const back = reachNow(true, 20_000, { awaySinceMs: 1_000, isBehind: true, isCut: true });
    expect(back).toEqual({ awaySinceMs: null, isBehind: false, isCut: false });
    expect(reachNow(false, 21_000, back, others)).toEqual({ awaySinceMs: 21_000, isBehind: false, isCut: false });
  });
});
