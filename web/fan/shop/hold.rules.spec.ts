import { describe, expect, it } from '@jest/globals';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import { changeGoesOn, checkInMs, checkPayingMs, fateOf, ownHoldOf } from './hold.rules.js';

const now = Date.parse('2026-12-01T10:00:00Z');
const at = (ms: number) => ({ expiresAt: new Date(now + ms).toISOString() });
const holdOf = (id: string, state: HoldShape['state']) => ({ id, state }) as HoldShape;
const itemsOf = (...seats: string[]) => ({ items: seats.map((seatId) => ({ seatId })) as HoldShape['items'] });

it.each([
  ['active', 'shown'],
  ['paying', 'paying'],
  ['expired', 'timeUp'],
  ['released', 'gone'],
  ['sold', 'gone'],
] as const)('shows a hold that is %s as %s', (state, fate) => {
  expect(fateOf({ state })).toBe(fate);
});

describe('when a hold is checked', () => {
  it.each([
    ['just after its deadline, for clocks differ', 60_000, 60_700],
    ['soon, where that has passed', -60_000, 700],
  ])('%s', (_, left, expected) => {
    expect(checkInMs(at(left), now)).toBe(expected);
  });

  it('soon while its order comes back, and calmly while another browser pays it', () => {
    expect(checkPayingMs(false)).toBeLessThan(1_000);
    expect(checkPayingMs(true)).toBeGreaterThanOrEqual(5_000);
  });
});

describe('a change in progress', () => {
  it('goes on when only the deadline is another', () => {
    expect(changeGoesOn(itemsOf('A-1-1'), itemsOf('A-1-1'))).toBe(true);
  });
  it.each([
    ['other seats', itemsOf('A-1-1'), itemsOf('A-1-2')],
    ['fewer seats', itemsOf('A-1-1', 'A-1-2'), itemsOf('A-1-1')],
    ['a hold where there was none', null, itemsOf('A-1-1')],
  ])('ends with %s', (_, before, hold) => {
    expect(changeGoesOn(before, hold)).toBe(false);
  });
});

it.each([
  ['the one that is being paid, before a newer one', [holdOf('a', 'active'), holdOf('p', 'paying')], 'p'],
  ['the active one', [holdOf('e', 'expired'), holdOf('a', 'active')], 'a'],
  ['none, where all are over', [holdOf('e', 'expired'), holdOf('s', 'sold'), holdOf('r', 'released')], undefined],
])('finds %s', (_, holds, id) => {
  expect(ownHoldOf(holds)?.id).toBe(id);
});
