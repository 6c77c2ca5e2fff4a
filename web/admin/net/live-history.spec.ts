import { describe, expect, it } from '@jest/globals';
import type { LiveFiguresShape, LiveHistoryShape } from '../../../src/contract/live/live-history.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import { recall, remember } from './live-history.js';

const BEGAN = Date.parse('2027-01-01T10:00:00.000Z');
const isoAt = (ms: number) => new Date(BEGAN + ms).toISOString();
const liveAt = (ms: number, paid: number): LiveShape =>
  ({
    at: isoAt(ms),
    ...{ lanes: {}, stock: [], flow: {}, active: 0, target: { perMinute: 0 } },
    ...{ state: 'on_sale', epoch: 1, reason: 'RATE', orders: { pending: 0, authorized: 0, paid } },
    revenue: { amount: 0, currency: 'EUR' },
  }) as unknown as LiveShape;
const historyOf = (...points: [number, number][]): LiveHistoryShape =>
  ({
    points: points.map(([ms, paid]) => ({ at: isoAt(ms), figures: { paid } as LiveFiguresShape })),
  }) as LiveHistoryShape;
const pointsOf = (points: readonly { at: number; paid: number }[]) =>
  points.map(({ at, paid }) => [at - BEGAN / 1_000, paid]);

describe('the points of a chart', () => {
  it('are one a second, the last heard in it', () => {
    remember('second', liveAt(0, 1));
    remember('second', liveAt(400, 2));
    expect(pointsOf(remember('second', liveAt(1_000, 3)))).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('are those heard so far while nothing is heard', () => {
    remember('quiet', liveAt(0, 1));
    expect(pointsOf(remember('quiet', null))).toEqual([[0, 1]]);
    expect(remember('unknown', null)).toEqual([]);
  });

  it('go on from the server’s history, in which what was heard here counts more', () => {
    remember('recalled', liveAt(60_000, 5));
    expect(pointsOf(recall('recalled', historyOf([0, 1], [30_000, 2], [60_000, 4], [90_000, 9])))).toEqual([
      [0, 1],
      [30, 2],
      [60, 5],
    ]);
    expect(pointsOf(remember('recalled', liveAt(61_000, 6))).at(-1)).toEqual([61, 6]);
  });

  it('are at most half an hour’s', () => {
    const many = Array.from({ length: 2_000 }, (_, n): [number, number] => [n * 1_000, n]);
    const kept = pointsOf(recall('long', historyOf(...many)));
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([1_800, [200, 200], [1_999, 1_999]]);
  });
});
