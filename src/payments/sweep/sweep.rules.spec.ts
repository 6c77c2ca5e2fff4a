import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextWindow, startedAgain, type SweepWindow } from './sweep.rules.js';

describe('nextWindow', () => {
  it('goes on with an unfinished stretch exactly where it stopped', () => {
    const unfinished: SweepWindow = { from: 100, to: 200, cursor: 'pi_1' };
    expect(nextWindow(unfinished, 9_000)).toEqual(unfinished);
  });

  it('begins a stretch again when its cursor is lost', () => {
    expect(nextWindow(startedAgain({ from: 100, to: 200, cursor: 'pi_gone' }), 500)).toEqual({
      from: 100,
      to: 500,
      cursor: null,
    });
  });

  it('leaves no second out, however irregular the sweeps, even when the clock jumps back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 5_000 }), { minLength: 2, maxLength: 30 }), (steps) => {
        let now = 1_000_000;
        let last: SweepWindow | null = null;
        for (const step of steps) {
          now += step;
          const window: SweepWindow = nextWindow(last, now);
          if (last) expect(window.from).toBeLessThan(last.to);
          expect(window.to).toBe(now);
          last = window;
        }
      }),
    );
  });
});

describe('the range of a sweep', () => {
  it('begins four days back, then two minutes before the end of the last, never ahead of the clock', () => {
    expect(nextWindow(null, 1_000_000)).toEqual({ from: 1_000_000 - 4 * 86_400, to: 1_000_000, cursor: null });
    const last: SweepWindow = { from: 0, to: 500, cursor: null };
    expect(nextWindow(last, 900)).toEqual({ from: 380, to: 900, cursor: null });
    expect(nextWindow(last, 400)).toEqual({ from: 280, to: 400, cursor: null });
  });
});
