import { beforeEach, describe, expect, it } from '@jest/globals';
import { SeatedPlaces } from './seated-places.js';

const NOW = 1_000_000;
const usual = { member: 0, isDeferred: false, extraTime: false };
let room: SeatedPlaces<string>;
function add(number: number, position: number | null, socket = `socket-${number}`) {
  const added = room.add({ ...usual, lane: 'general', number, token: `token-${number}` }, socket);
  if (position !== null && added.place.position === null) room.place(added.place, position);
  return added;
}

beforeEach(() => {
  room = new SeatedPlaces();
});

describe('the sockets of a line', () => {
  it('are found by position once it is known', () => {
    const { place } = add(7, null);
    expect(room.atPosition('general', 3)).toBeNull();
    expect([...room.unplaced()]).toEqual([place]);
    room.place(place, 3);
    expect(room.atPosition('general', 3)?.number).toBe(7);
    expect(room.atPosition('club', 3)).toBeNull();
  });

  it('are at most three for a place, and the newest stay', () => {
    for (const socket of ['a', 'b', 'c']) expect(add(1, 1, socket).displaced).toBeNull();
    expect(add(1, 1, 'd').displaced).toBe('a');
    expect(room.atPosition('general', 1)?.sockets).toEqual(['b', 'c', 'd']);
    expect(room.counts()).toEqual({ general: 1 });
  });

  it('leave no place behind when the last one goes', () => {
    const { place } = add(1, 1, 'a');
    add(1, 1, 'b');
    room.remove(place, 'a');
    expect(room.atPosition('general', 1)).not.toBeNull();
    room.remove(place, 'b');
    expect(room.atPosition('general', 1)).toBeNull();
    expect(room.isEmpty).toBe(true);
  });

  it('survive that a displaced one is removed late', () => {
    const { place } = add(1, 1, 'a');
    for (const socket of ['b', 'c', 'd']) add(1, 1, socket);
    room.remove(place, 'a');
    expect(room.atPosition('general', 1)?.sockets).toEqual(['b', 'c', 'd']);
  });

  it('are not placed any more when they went before', () => {
    const { place } = add(1, null);
    room.remove(place, 'socket-1');
    expect([...room.unplaced()]).toEqual([]);
  });
});

describe('who is present', () => {
  it('is whoever is in line up to the limit', () => {
    for (const position of [1, 5, 10, 11]) add(position, position);
    expect(room.presentUpTo('general', 10)).toEqual({ usual: [1, 5, 10], extraTime: [] });
    expect(room.presentUpTo('club', 10)).toEqual({ usual: [], extraTime: [] });
  });

  it('is not who shops; who asked for extra time is told apart, by whichever tab', () => {
    add(1, 1).place.inLine = false;
    add(2, 2);
    room.add({ ...usual, extraTime: true, lane: 'general', number: 2, token: 'newer' }, 'second tab');
    room.add({ ...usual, lane: 'general', number: 2, token: 'older' }, 'third tab');
    expect(room.presentUpTo('general', 10)).toEqual({ usual: [], extraTime: [2] });
  });

  it('counts places, not sockets', () => {
    add(1, 1, 'a');
    add(1, 1, 'b');
    room.add({ ...usual, lane: 'club', number: 1, token: 'token' }, 'c');
    expect([...room.sockets()]).toEqual(['a', 'b', 'c']);
    expect(room.counts()).toEqual({ general: 1, club: 1 });
  });
});

describe('a second look', () => {
  it('is due at its time, a bounded number at once', () => {
    for (const number of [1, 2, 3]) add(number, number).place.lookAgainAtMs = NOW;
    add(4, 4).place.lookAgainAtMs = NOW + 1;
    add(5, 5);
    expect(room.dueForALook(NOW - 1, 10)).toEqual([]);
    expect(room.dueForALook(NOW, 10).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(room.dueForALook(NOW, 2)).toHaveLength(2);
  });
});
