import { describe, expect, it } from '@jest/globals';
import type { LaneSnapshot, PlaceShape } from '../../../contract/line/line-shapes.js';
import { refreshSeconds } from './plain-line.rules.js';

const lane: LaneSnapshot = {
  ...{ arrivals: 1000, drawn: 1000, serving: 10, window: 200, present: 1, weight: 1, perMinute: 60 },
  ...{ measured: null, chance: [] },
};
const snapshot = { lanes: { general: lane }, opensAt: '2030-01-01T00:00:00.000Z' };
const place: PlaceShape = {
  ...{ state: 'waiting', saleState: 'on_sale', number: 7, lane: 'general', position: 500, ahead: 489 },
  ...{ wait: null, chance: null, claimBefore: null, placeKeptUntil: null, deferredUntil: null, stale: false },
};
const secondsOf = (change: Partial<PlaceShape>, nowMs = Date.parse('2030-01-02T00:00:00Z')): number | null =>
  refreshSeconds({ ...place, ...change }, snapshot, nowMs);

describe('how often a page without a script loads itself again', () => {
  it('looks well within the grace of a call', () => {
    expect(secondsOf({ state: 'called' })).toBeLessThan(5);
  });

  it('gives signs of life near the front, and seldom asks far from it', () => {
    expect(secondsOf({ ahead: 150 })).toBeLessThanOrEqual(5);
    expect(secondsOf({ placeKeptUntil: snapshot.opensAt })).toBeLessThanOrEqual(5);
    expect(secondsOf({})).toBeGreaterThanOrEqual(20);
  });

  it('believes no small window of a snapshot from before the place was taken', () => {
    const young = { ...snapshot, lanes: { general: { ...lane, arrivals: 1, serving: 0, window: 0 } } };
    expect(refreshSeconds({ ...place, position: 60, ahead: 59 }, young, Date.parse('2030-01-02T00:00:00Z'))).toBe(5);
  });

  it('comes sooner when the sale is about to open, and not all in one second', () => {
    const before = { position: null, ahead: null };
    const at = Date.parse(snapshot.opensAt);
    expect(secondsOf(before, at - 3_600_000)).toBeGreaterThanOrEqual(20);
    expect(secondsOf(before, at - 1_000)).toBeLessThan(12);
    expect(new Set([1, 2, 3, 4, 5].map((number) => secondsOf({ ...before, number }, at))).size).toBe(5);
  });

  it.each(['expired', 'left', 'done'] as const)('stops when a place is %s', (state) => {
    expect(secondsOf({ state })).toBeNull();
  });
});
