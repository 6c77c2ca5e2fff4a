import { describe, expect, it } from '@jest/globals';
import { placesOf, readHold, storedTerms } from './hold.rules.js';
import type { HoldTerms } from './hold.types.js';
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

  it('says what its seats were not, and nothing of what it does not know', () => {
    const relaxed = ['orphan', 'split', '', 'other'].map((each) => read(0, { relaxed: each }).relaxed);
    expect(relaxed).toEqual(['orphan', 'split', null, null]);
  });

  it('that ended has no items left, and reads as it ended', () => {
    const ended = readHold(
      {
        holdId: 'h',
        saleId: 's',
        saleNow: 5,
        fields: new Map([
          ['state', 'released'],
          ['deadline', '9'],
        ]),
      },
      layout,
    );
    expect(ended).toMatchObject({
      ...{ id: 'h', saleId: 's', state: 'released', items: [], lines: [], totalMinor: 0, currency: '' },
      ...{ fanKey: '', admissionId: '', orderId: null, extendable: false, relaxed: null, revision: 0 },
      ...{ expiresAtSaleMs: 9, readAtSaleMs: 5 },
    });
  });

  it('shows units whose terms it lost without name and price', () => {
    const terms = JSON.stringify({ currency: 'EUR', types: {} });
    expect(read(0, { terms }).items[0]).toMatchObject({ label: '', priceMinor: 0, fee: null, tax: null });
  });

  it('is not read by a house that has no such seat', () => {
    const lines = (line: object) => JSON.stringify([{ t: 't2', p: 'p2', n: 1, ...line }]);
    expect(() => read(0, { lines: lines({ b: 0, o: 9 }) })).toThrow('block 0 has no seat at 9');
    expect(read(0, { lines: lines({ b: 0 }) }).items).toMatchObject([{ seatId: null }]);
  });
});

describe('the places of a stored hold', () => {
  it('are those of its seats', () => {
    expect(placesOf(new Map(Object.entries(fields)))).toEqual([[0, 1]]);
    const odd = JSON.stringify([{ b: 1 }, { o: 2 }, { b: 0, o: 0 }]);
    expect(placesOf(new Map([['lines', odd]]))).toEqual([[0, 0]]);
    expect(placesOf(new Map())).toEqual([]);
  });
});

describe('stored terms', () => {
  const fee = { label: 'Fee', amount: 100, percent: null };
  const tax = { label: 'VAT', percent: 19, included: true };
  const known = new Map<string, HoldTerms>([
    ['t1', { name: 'Standing', admission: 'general', priceMinor: 3000, ...plain }],
    ['t2', { name: 'Seated', admission: 'reserved', priceMinor: 6500, ...plain, fee, tax }],
  ]);
  it('are name, price, fee and tax of the types held, and no others', () => {
    expect(storedTerms(known, ['t2'], 'EUR')).toStrictEqual({
      currency: 'EUR',
      types: { t2: { name: 'Seated', priceMinor: 6500, fee, tax } },
    });
    expect(storedTerms(known, ['t1', 't_gone'], 'GBP')).toStrictEqual({
      currency: 'GBP',
      types: { t1: { name: 'Standing', priceMinor: 3000 } },
    });
  });
  it('come back with the hold’s units', () => {
    const stored = JSON.stringify(storedTerms(known, ['t1', 't2'], 'EUR'));
    expect(read(0, { terms: stored }).items[2]).toMatchObject({ fee, tax });
  });
});
