import { describe, expect, it } from '@jest/globals';
import type { LivePoint } from '../../net/live-history.js';
import { perMinute } from './rates.js';

const points = (...paid: [at: number, paid: number][]): LivePoint[] =>
  paid.map(([at, count]) => ({ at, paid: count }) as LivePoint);
const pick = (point: LivePoint): number | undefined => point.paid;

describe('what happens in a minute', () => {
  it('is the growth over the last minute, not over the whole history', () => {
    expect(perMinute(points([0, 0], [100, 500], [130, 510], [160, 530]), pick)).toBe(30);
  });
  it('is scaled up from a part of a minute', () => {
    expect(perMinute(points([0, 0], [30, 10]), pick)).toBe(20);
  });
  it('is unknown from a few seconds, and where older points do not have it', () => {
    expect(perMinute(points([0, 0], [10, 10]), pick)).toBeNull();
    expect(perMinute(points([0, 0], [60, 10]), (point) => point.placed)).toBeNull();
    expect(perMinute([], pick)).toBeNull();
  });
  it('compares nothing across a rebuild, which leaves numbers out', () => {
    const rebuilt = points([0, 10], [40, 50_000], [60, 50_005]).map((point, index) => ({
      ...point,
      epoch: index === 0 ? 1 : 2,
    }));
    expect(perMinute(rebuilt, pick)).toBe(15);
  });
  it('is unknown, not nothing, while the line cannot be read', () => {
    const lost = [0, 30, 60].map((at) => ({ at, epoch: null, arrivals: null }) as LivePoint);
    expect(perMinute(lost, ({ arrivals }) => arrivals)).toBeNull();
  });
  it('never falls below nothing when a total begins anew', () => {
    expect(perMinute(points([0, 9], [60, 0]), pick)).toBe(0);
  });
});
