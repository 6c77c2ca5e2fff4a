import { describe, expect, it } from '@jest/globals';
import type { LivePoint } from '../../net/live-history.js';
import { withGaps } from './chart-gaps.js';

const points = (...at: number[]) => at.map((each) => ({ at: each }) as LivePoint);
const broken = (...at: number[]) =>
  withGaps(points(...at))
    .filter(({ point }) => point === null)
    .map((gap) => gap.at);

describe('a chart', () => {
  it('is one line while its points come as usual, by the second or by the minute', () => {
    expect(broken()).toEqual([]);
    expect(broken(7)).toEqual([]);
    expect(broken(0, 5, 10, 11, 12, 13)).toEqual([]);
    expect(broken(0, 60, 120, 240)).toEqual([]);
  });
  it('breaks where nothing was read, and goes on after it', () => {
    expect(broken(0, 5, 10, 15, 200, 205)).toEqual([16]);
    expect(broken(0, 60, 120, 400, 460)).toEqual([121]);
    expect(withGaps(points(0, 1, 2, 90)).map(({ at }) => at)).toEqual([0, 1, 2, 3, 90]);
  });
});
