import { describe, expect, it } from '@jest/globals';
import type { LinkState } from '../net/live-socket.js';
import type { Link } from './line-view.js';
import { isOfPlace, linkAfterPoll, linkAfterSocket, pollsAfter } from './link.rules.js';

describe('how the page hears after news of its socket', () => {
  it.each<[string, Link, LinkState, number, Link]>([
    ['a first socket is opening', 'connecting', 'connecting', 0, 'connecting'],
    ['a first socket has failed', 'connecting', 'away', 1, 'away'],
    ['a live socket is lost', 'live', 'away', 1, 'away'],
    ['it comes back', 'away', 'live', 0, 'live'],
    ['it comes back while the page polls', 'polling', 'live', 0, 'live'],
    ['it fails again while the page polls', 'polling', 'away', 3, 'polling'],
    ['it opens again while the page polls', 'polling', 'connecting', 3, 'polling'],
  ])('%s', (_, before, socket, failures, after) => {
    expect(linkAfterSocket(before, socket, failures)).toBe(after);
  });
});

it.each<[LinkState, number, boolean]>([
  ['away', 1, true],
  ['away', 2, true],
  // polling has begun by then, at its own pace
  ['away', 3, false],
  ['connecting', 0, false],
  ['live', 0, false],
])('polls soon after a socket that is %s with %i failures: %s', (socket, failures, expected) => {
  expect(pollsAfter(socket, failures)).toBe(expected);
});

it.each<[string, Link, boolean, Link]>([
  ['a socket that may still connect is waited for', 'connecting', true, 'connecting'],
  ['a page without a socket polls', 'connecting', false, 'polling'],
  ['an answer ends being away', 'away', true, 'polling'],
])('after an answered poll, %s', (_, before, hasSocket, after) => {
  expect(linkAfterPoll(before, hasSocket)).toBe(after);
});

it.each([
  ['a place that is over', { code: 'PLACE_EXPIRED' }, true],
  ['a token of no place', { message: 'PLACE_TOKEN_INVALID' }, true],
  ['a node that is full', { code: 'OVERLOADED' }, false],
  ['nothing said', undefined, false],
])('gives the socket up for good for %s', (_, data, expected) => {
  expect(isOfPlace(data)).toBe(expected);
});
