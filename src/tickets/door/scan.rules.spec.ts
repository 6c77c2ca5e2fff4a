import { expect, it } from '@jest/globals';
import { heardAt, refusalOf } from './scan.rules.js';

const ticket = { saleId: 'sale_1', valid: true, serial: 3 };

it('refuses a ticket that is unknown, of another show, void, or an older code of its own', () => {
  expect(refusalOf(null, 3, 'sale_1')).toBe('invalid');
  expect(refusalOf(ticket, 3, 'sale_2')).toBe('other_show');
  expect(refusalOf({ ...ticket, valid: false }, 3, 'sale_1')).toBe('void');
  expect(refusalOf(ticket, 2, 'sale_1')).toBe('void');
  expect(refusalOf(ticket, 4, 'sale_1')).toBe('void');
});

it('lets the newest code in, also at a gate for all shows', () => {
  expect(refusalOf(ticket, 3, 'sale_1')).toBeNull();
  expect(refusalOf(ticket, 3, null)).toBeNull();
});

it('believes a scanner’s clock, but not that the future is past', () => {
  expect(heardAt(new Date(500), 1_000).getTime()).toBe(500);
  expect(heardAt(new Date(9_000), 1_000).getTime()).toBe(1_000);
});
