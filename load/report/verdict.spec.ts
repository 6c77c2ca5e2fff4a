import { describe, expect, it } from '@jest/globals';
import { type Evidence, judge, judgeSpeed } from './verdict.js';

const steps = { hold: 1, order: 1, confirm: 1, paid: 1 };
const bought = (orderId: string, tickets: string[]) =>
  ({
    kind: 'bought',
    orderId,
    accessToken: '',
    tickets,
    paidMinor: tickets.length * 100,
    tookMs: 1,
    steps,
    endedAtMs: 1,
  }) as const;
const fine: Evidence = {
  tickets: 3,
  numbers: [1, 2, 3],
  ends: [bought('o1', ['a', 'b']), bought('o2', ['c']), { kind: 'no_turn' }],
  sold: 3,
  free: 0,
  held: 0,
  openOrders: 0,
  conserved: true,
  capturedMinor: 300,
  charges: 2,
};
const broken = (change: Partial<Evidence>): string[] =>
  judge({ ...fine, ...change })
    .filter((check) => !check.fine)
    .map((check) => check.what);

describe('judge', () => {
  it('finds nothing wrong with a clean run', () => {
    expect(broken({})).toEqual([]);
  });
  it.each<[string, Partial<Evidence>, string]>([
    ['an unsold ticket', { sold: 2 }, 'tickets sold, of stock'],
    ['an oversold ticket', { ends: [bought('o1', ['a', 'b', 'c', 'd'])] }, 'oversold'],
    ['one ticket in two hands', { ends: [bought('o1', ['a', 'b']), bought('o2', ['b'])] }, 'tickets with two owners'],
    ['a paid order without tickets', { ends: [...fine.ends, bought('o3', [])] }, 'paid orders without a ticket'],
    ['a second charge', { charges: 3 }, 'charged by the provider'],
    ['a number given twice', { numbers: [1, 2, 2] }, 'numbers given twice'],
    ['a lost place', { ends: [...fine.ends, { kind: 'lost_place', why: 'PLACE_EXPIRED' }] }, 'places lost'],
    ['stock that does not add up', { conserved: false }, 'stock adds up'],
  ])('names %s', (_what, change, named) => {
    expect(broken(change)).toContain(named);
  });
});

describe('judgeSpeed', () => {
  it('finds nothing slow in a quick run', () => {
    expect(judgeSpeed({ paidLate: 0, tookMs: [900, 1_200] }).every(({ fine }) => fine)).toBe(true);
  });
  it('names slow purchases and those that were paid late', () => {
    expect(judgeSpeed({ paidLate: 2, tookMs: [900, 95_000] }).map(({ fine }) => fine)).toEqual([false, false]);
  });
});
