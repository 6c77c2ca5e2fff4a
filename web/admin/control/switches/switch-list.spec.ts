import { describe, expect, it } from '@jest/globals';
import type { SaleState } from '../../../../src/contract/sale/sale-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { switchesOf } from './switch-list.js';

const sale = (more: object = {}) =>
  ({ pausedFrom: null, policy: { perMinute: 60, threeDSecure: 'automatic' }, ...more }) as unknown as StaffSaleShape;
const names = (state: SaleState, of = sale()) => switchesOf(state, of, false).map(({ name }) => name);
const live = ['message', 'stock', 'joins', 'close'];

describe('switchesOf', () => {
  it.each<[SaleState, string[]]>([
    ['draft', ['publish', 'edit', 'speed', 'copy', 'remove']],
    ['scheduled', ['speed', ...live, 'postpone', 'open', 'cancel', 'copy']],
    ['prequeue', ['pause', 'speed', ...live, 'postpone', 'open', 'cancel', 'copy']],
    ['on_sale', ['pause', 'half', 'speed', ...live, 'extend', 'secure', 'revoke', 'cancel', 'copy']],
    ['paused', ['resume', 'speed', ...live, 'extend', 'secure', 'revoke', 'cancel', 'copy']],
    ['sold_out', ['speed', ...live, 'extend', 'secure', 'revoke', 'cancel', 'copy']],
    ['closed', ['cancel', 'copy']],
  ])('offers in %s what can be done then, and nothing else', (state, expected) => {
    expect(names(state).toSorted()).toEqual(expected.toSorted());
  });

  it('lets the opening of a sale be moved that was paused before it', () => {
    expect(names('paused', sale({ pausedFrom: 'prequeue' }))).toContain('postpone');
    expect(names('paused', sale({ pausedFrom: 'on_sale' }))).not.toContain('postpone');
  });

  it('puts what stops or starts the sale first, and what cannot be undone behind all that can', () => {
    for (const state of ['prequeue', 'on_sale', 'paused'] as const) {
      const switches = switchesOf(state, sale(), false);
      expect(switches[0]?.look).toBe('main');
      const firstBad = switches.findIndex(({ look }) => look === 'bad');
      expect(switches.slice(firstBad).some(({ look }) => look === 'plain' || look === 'main')).toBe(false);
    }
  });

  it('does not halve a speed of one a minute', () => {
    const half = (perMinute: number) =>
      switchesOf('on_sale', sale({ policy: { perMinute } }), false).find(({ name }) => name === 'half')?.disabled;
    expect([half(1), half(2)]).toEqual([true, false]);
  });

  it('says what a switch would do from how things stand', () => {
    const label = (name: string, of: StaffSaleShape, frozen: boolean) =>
      switchesOf('on_sale', of, frozen).find((each) => each.name === name)?.label;
    expect(label('joins', sale(), true)).toBe('Joins (frozen)');
    expect(label('joins', sale(), false)).toBe('Joins');
    expect(label('secure', sale({ policy: { threeDSecure: 'any' } }), false)).toBe('3-D Secure as needed');
    expect(label('secure', sale(), false)).toBe('3-D Secure for all');
  });
});
