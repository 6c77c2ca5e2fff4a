import { describe, expect, it } from '@jest/globals';
import { readHold, storedTerms } from './hold.rules.js';
import type { HoldTerms } from '../inventory.types.js';
import { SeatLayout } from '../seats/seat-layout.js';
import { expandSeatMap } from '../seats/house.rules.js';

const map = { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 2 }] }] };
const layout = new SeatLayout(
  expandSeatMap(map).map((seat) => ({ ...seat, poolId: 'p2', ticketTypeId: 't2', withdrawn: false, blocked: false })),
);
const plain = { fee: null, tax: null, maxPerFan: 4, min: 1, multiple: 1 };
const terms = storedTerms(
  new Map<string, HoldTerms>([
    ['t1', { name: 'Standing', admission: 'general', priceMinor: 3000, ...plain }],
    ['t2', { name: 'Seated', admission: 'reserved', priceMinor: 6500, ...plain }],
  ]),
  ['t1', 't2'],
  'EUR',
);
const fields = {
  ...{
    state: 'active',
    fan: 'ann',
    admission: 'adm',
    deadline: '1000',
    limit: '1500',
    life: '600',
    extended: '0',
    revision: '2',
    relaxed: '',
  },
  ...{
    lines: JSON.stringify([
      { t: 't1', p: 'p1', n: 2 },
      { t: 't2', p: 'p2', n: 1, b: 0, o: 1 },
    ]),
    terms: JSON.stringify(terms),
  },
};
const read = (saleNow: number, changed: Partial<Record<keyof typeof fields | 'order', string>> = {}) =>
  readHold(
    { holdId: 'hold_1', saleId: 'sale_1', saleNow, fields: new Map(Object.entries({ ...fields, ...changed })) },
    layout,
  );

describe('readHold', () => {
  it('gives one item per ticket, at the prices kept with the hold', () => {
    const untaxed = { fee: null, tax: null };
    expect(read(0).items).toEqual([
      ...Array(2).fill({
        poolId: 'p1',
        ticketTypeId: 't1',
        seatId: null,
        label: 'Standing',
        priceMinor: 3000,
        ...untaxed,
      }),
      {
        poolId: 'p2',
        ticketTypeId: 't2',
        seatId: 'A-1-2',
        label: 'Stalls, row 1, seat 2',
        priceMinor: 6500,
        ...untaxed,
      },
    ]);
    expect(read(0)).toMatchObject({
      totalMinor: 12_500,
      currency: 'EUR',
      fanKey: 'ann',
      admissionId: 'adm',
      orderId: null,
      revision: 2,
    });
  });

  it('is expired from its deadline on, unless an order has it', () => {
    expect(read(999).state).toBe('active');
    expect(read(1_000).state).toBe('expired');
    expect(read(9_999, { state: 'committed', order: 'ord_1' })).toMatchObject({ state: 'committed', orderId: 'ord_1' });
  });

  it('can be extended once, while active and below its limit', () => {
    expect(read(0).extendable).toBe(true);
    expect(read(0, { extended: '1' }).extendable).toBe(false);
    expect(read(0, { limit: '1000' }).extendable).toBe(false);
    expect(read(1_000).extendable).toBe(false);
  });
});
