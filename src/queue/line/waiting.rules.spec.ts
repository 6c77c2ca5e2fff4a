import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waitingOf } from './waiting.rules.js';

describe('who waits', () => {
  const line = { arrivals: 130, serving: 30, drawn: null, unused: 0, unusedTo: 0 };

  it('is everybody above S', () => {
    expect(waitingOf(line)).toBe(100);
  });

  it('is none of the numbers that were reserved and never given', () => {
    const afterLoss = { ...line, arrivals: 10_140, unused: 10_000, unusedTo: 10_130 };
    expect(waitingOf(afterLoss)).toBe(110);
    expect(waitingOf({ ...afterLoss, serving: 10_135 })).toBe(5);
    // the draw has spread the unused numbers over all positions
    expect(waitingOf({ ...afterLoss, serving: 0, drawn: 10_140 })).toBe(140);
    expect(waitingOf({ ...afterLoss, serving: 5_070, drawn: 10_140 })).toBe(70);
  });

  it('is never fewer than nobody, nor more than stand above S', () => {
    const natural = fc.nat(1_000_000);
    const drawn = fc.option(natural);
    fc.assert(
      fc.property(natural, natural, drawn, natural, natural, (arrivals, serving, n, unused, unusedTo) => {
        const waiting = waitingOf({ arrivals, serving, drawn: n, unused, unusedTo });
        expect(waiting).toBeGreaterThanOrEqual(0);
        expect(waiting).toBeLessThanOrEqual(Math.max(0, arrivals - serving));
      }),
    );
  });
});
