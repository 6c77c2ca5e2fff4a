import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AT_REST, type Pressure, type Standing, standingAfter } from './ladder.policy.js';
import { bounds, type WorkClass } from './overload.policy.js';

const slow = (delayMs: number): Pressure => ({ delayMs, refused: new Set() });
const refusing = (...refused: WorkClass[]): Pressure => ({ delayMs: 0, refused: new Set(refused) });
const after = (seconds: number, pressure: Pressure, from: Standing = AT_REST): Standing =>
  Array.from({ length: seconds }).reduce<Standing>((standing) => standingAfter(standing, pressure), from);
const at = (step: number): Standing => ({ ...AT_REST, step });

describe('the degradation of a node', () => {
  it.each([
    ['polls wait too long', slow(bounds.poll.loopDelayMs + 1), 1],
    ['sockets wait too long', slow(bounds.socket.loopDelayMs + 1), 2],
    ['joins wait too long', slow(bounds.join.loopDelayMs + 1), 3],
    ['polls are refused', refusing('poll'), 1],
    ['joins are refused', refusing('poll', 'join'), 3],
    ['calls about places are refused beside polls', refusing('poll', 'place'), 1],
  ])('is entered when %s for two seconds in a row', (_what, pressure, step) => {
    expect(after(1, pressure).step).toBe(0);
    expect(after(2, pressure).step).toBe(step);
    const interrupted = standingAfter(after(1, pressure), slow(0));
    expect(standingAfter(interrupted, pressure).step).toBe(0);
  });

  it('is not entered because calls about places are refused, which anybody can flood', () => {
    expect(after(60, refusing('place')).step).toBe(0);
  });

  it('is left one step at a time, ten calm seconds each', () => {
    expect([9, 10, 19, 20, 29, 30, 60].map((seconds) => after(seconds, slow(0), at(3)).step)).toEqual([
      3, 2, 2, 1, 1, 0, 0,
    ]);
  });

  it('is not left while the load is above half of what led to it', () => {
    const half = bounds.socket.loopDelayMs / 2;
    expect(after(60, slow(half + 1), at(2)).step).toBe(2);
    expect(after(10, slow(half), at(2)).step).toBe(1);
    expect(after(60, refusing('join'), at(3)).step).toBe(3);
  });

  it('never changes with a load that comes and goes every second', () => {
    for (const from of [0, 1, 2, 3]) {
      let standing = at(from);
      for (let second = 0; second < 60; second += 1)
        standing = standingAfter(standing, second % 2 === 0 ? slow(0) : slow(bounds.poll.loopDelayMs * 10));
      expect(standing.step).toBe(from);
    }
  });

  it('calls for no milder step under more load, and ends by itself from every state', () => {
    const standings = fc.record({ step: fc.nat(3), hotSeconds: fc.nat(1), calmSeconds: fc.nat(9) });
    fc.assert(
      fc.property(standings, fc.nat(1_000), fc.nat(1_000), (from, delayMs, more) => {
        expect(standingAfter(from, slow(delayMs + more)).step).toBeGreaterThanOrEqual(
          standingAfter(from, slow(delayMs)).step,
        );
        expect(after(30, slow(0), from).step).toBe(0);
      }),
    );
  });
});
