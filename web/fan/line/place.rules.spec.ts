import { describe, expect, it } from '@jest/globals';
import type { PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import { emptyLine, type LineState } from './line-view.js';
import { endOfPlace, needsPlace, standsAgain } from './place.rules.js';

describe('how a place has ended', () => {
  it.each([
    ['waiting', false, false, null],
    ['called', false, true, null],
    ['admitted', false, true, null],
    ['expired', false, true, 'expired'],
    ['left', false, true, 'left'],
    ['done', false, false, 'done'],
    ['done', false, true, 'used'],
    // the place goes on elsewhere, whatever it is here
    ['left', true, false, 'moved'],
    ['waiting', true, true, 'moved'],
  ] as const)('%s (moved: %s, tickets here: %s): %s', (state, moved, hasTickets, expected) => {
    expect(endOfPlace({ state, ...(moved && { moved }) }, hasTickets)).toBe(expected);
  });
});

it.each([
  ['expired', null],
  ['left', null],
  // these are not taken back: the device has given the place away, or has tickets by it
  ['moved', 'moved'],
  ['used', 'used'],
  ['done', 'done'],
  [null, null],
] as const)('after a place that stands, what was told as %s is %s', (before, after) => {
  expect(standsAgain(before)).toBe(after);
});

describe('when the page reads its place', () => {
  const snapshot = { lanes: { general: { serving: 10, window: 5 } } } as unknown as Snapshot;
  const joined = { number: 1, lane: 'general' };
  const place = { state: 'waiting' } as PlaceShape;
  const near: LineState = { ...emptyLine, snapshot, joined, place, position: 15, link: 'polling' };
  it.each<[string, Partial<LineState>, boolean]>([
    ['before it knows it', { place: null, position: null }, true],
    ['near the front, without a socket', {}, true],
    ['near the front, beside a socket that may have missed the call', { link: 'live' }, true],
    ['not while a socket is live and the page claims', { link: 'live', claim: 'insisting' }, false],
    ['not far back', { position: 16 }, false],
    ['not before the draw', { position: null }, false],
    ['not inside', { admitted: true, place: null }, false],
  ])('%s', (_, change, expected) => {
    expect(needsPlace({ ...near, ...change })).toBe(expected);
  });
});
