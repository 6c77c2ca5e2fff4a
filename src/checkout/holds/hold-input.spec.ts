import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { HoldItemsDto, itemsOf } from './hold-input.types.js';
import { CreateOrderDto } from '../orders/placing/order-input.types.js';

const errorsOf = (type: new () => object, body: object): number =>
  validateSync(plainToInstance(type, body), { whitelist: true, forbidNonWhitelisted: true }).length;
const holds = (...items: unknown[]) => errorsOf(HoldItemsDto, { items });
const asked = (...items: unknown[]) => itemsOf(plainToInstance(HoldItemsDto, { items }));

describe('what may be asked for in a hold', () => {
  it('takes quantities, best available and named seats', () => {
    const items = [
      { ticketTypeId: 'tt_1', quantity: 2 },
      { ticketTypeId: 'tt_2', quantity: 2, bestAvailable: { section: 'A' } },
      { seatIds: ['A-1-1'] },
    ];
    expect(holds(...items)).toBe(0);
    expect(asked(...items)).toEqual(items);
  });

  it.each([
    ['nothing', []],
    ['an empty item', [{}]],
    ['a quantity of zero', [{ ticketTypeId: 'tt_1', quantity: 0 }]],
    ['a fraction', [{ ticketTypeId: 'tt_1', quantity: 1.5 }]],
    ['a number as text', [{ ticketTypeId: 'tt_1', quantity: '2' }]],
    ['the same seat twice', [{ seatIds: ['A-1-1', 'A-1-1'] }]],
    ['no seat', [{ seatIds: [] }]],
    ['seats beyond reason', [{ seatIds: Array.from({ length: 1_001 }, (_, n) => `A-1-${n}`) }]],
    ['a quantity beyond reason', [{ ticketTypeId: 'tt_1', quantity: 1_000_001 }]],
    ['twenty-one items', Array.from({ length: 21 }, () => ({ ticketTypeId: 'tt_1', quantity: 1 }))],
    ['an unknown field', [{ ticketTypeId: 'tt_1', quantity: 1, price: 1 }]],
    ['a list for best available', [{ ticketTypeId: 'tt_1', quantity: 1, bestAvailable: [] }]],
    ['an id that is no id', [{ ticketTypeId: 'tt_1 *', quantity: 1 }]],
  ])('refuses %s', (_name, items) => {
    expect(holds(...items)).toBeGreaterThan(0);
  });

  it('refuses an item that says both what and which', () => {
    expect(asked({ ticketTypeId: 'tt_1', quantity: 1, seatIds: ['A-1-1'] })).toBeNull();
  });
});

describe('what an order must say', () => {
  const body = { holdId: 'hold_abc', buyer: { email: 'fan@example.com', name: 'Ada Løvelace' } };
  const order = (change: object) => errorsOf(CreateOrderDto, { ...body, ...change });

  it('takes a hold and a buyer', () => {
    expect(order({})).toBe(0);
  });

  it.each([
    ['no buyer', { buyer: undefined }],
    ['a buyer that is text', { buyer: 'me' }],
    ['an e-mail without a domain', { buyer: { email: 'fan', name: 'A' } }],
    ['an e-mail with a line break', { buyer: { email: 'fan@example.com\nBcc: x@example.com', name: 'A' } }],
    ['a name with a control character', { buyer: { email: 'fan@example.com', name: 'A\u0000B' } }],
    ['a name that turns text around', { buyer: { email: 'fan@example.com', name: 'A\u202eB' } }],
    ['half a character', { buyer: { email: 'fan@example.com', name: 'A\ud800' } }],
    ['an empty name', { buyer: { email: 'fan@example.com', name: '' } }],
    ['a hold id that is none', { holdId: '../x' }],
    ['an unknown field', { total: 1 }],
  ])('refuses %s', (_name, change) => {
    expect(order(change)).toBeGreaterThan(0);
  });
});
