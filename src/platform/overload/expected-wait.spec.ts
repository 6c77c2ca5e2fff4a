import { beforeEach, describe, expect, it } from '@jest/globals';
import { ExpectedWait } from './expected-wait.js';

const BUSY = 64;

describe('the expected wait', () => {
  let wait: ExpectedWait;
  beforeEach(() => {
    wait = new ExpectedWait(BUSY);
  });

  /** Ends one each `everyMs` with always `inHand` left, and returns when. */
  function serve(count: number, everyMs: number, inHand: number, fromMs = 0): number {
    wait.ms(inHand, fromMs);
    for (let n = 1; n <= count; n += 1) wait.end(inHand, fromMs + n * everyMs);
    return fromMs + count * everyMs;
  }

  it('is what is in hand by the rate at which it ends', () => {
    const now = serve(400, 2, 300);
    expect(wait.ms(300, now)).toBeCloseTo(600, -1);
    expect(wait.ms(600, now)).toBeCloseTo(1_200, -1);
  });

  it('is unknown until there was enough to do for a while', () => {
    expect(wait.ms(2_000, 0)).toBe(0);
    expect(wait.ms(2_000, 399)).toBe(0);
  });

  it('is unknown to a node that was asked less than it can do', () => {
    const now = serve(2_000, 1, BUSY - 1);
    expect(wait.ms(BUSY, now)).toBe(0);
  });

  it('follows a node that gets slower, and forgets once it has little to do', () => {
    let now = serve(400, 1, 100);
    expect(wait.ms(100, now)).toBeLessThan(150);
    now = serve(400, 10, 100, now);
    expect(wait.ms(100, now)).toBeGreaterThan(700);
    wait.end(BUSY - 1, now);
    expect(wait.ms(100, now)).toBe(0);
  });

  it('outlasts a store that pauses for less than a window', () => {
    const now = serve(400, 1, 100);
    expect(wait.ms(100, now + 350)).toBeLessThan(150);
  });
});
