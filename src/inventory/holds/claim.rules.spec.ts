import { describe, expect, it } from '@jest/globals';
import { StockBook } from '../channels/stock-book.rules.js';
import { type Claim, chargeRefusal, planClaims } from './claim.rules.js';
import { MAX_UNITS_PER_HOLD } from '../inventory.bounds.js';
import type { HoldItem, HoldTerms } from './hold.types.js';
import type { SeatRow } from '../inventory.types.js';
import { SeatLayout } from '../seats/seat-layout.js';
import { expandSeatMap } from '../seats/house.rules.js';

const map = { sections: ['A', 'B'].map((key) => ({ key, label: key, rows: [{ label: '1', seats: 3 }] })) };
const layout = new SeatLayout(
  expandSeatMap(map).map((seat) => ({
    ...seat,
    poolId: 'pool_s',
    ticketTypeId: 'tt_s',
    withdrawn: false,
    blocked: false,
  })),
);
const term = (name: string, admission: HoldTerms['admission']): HoldTerms => ({
  name,
  admission,
  ...{ priceMinor: 100, fee: null, tax: null, min: 1, multiple: 1 },
  maxPerFan: 4,
});
const terms = new Map([
  ['tt_g', term('pool_g', 'general')],
  ['tt_s', term('pool_s', 'reserved')],
]);
const pool = (poolId: string, ticketTypeId: string, channel = 'public', letter = 'f') => {
  return { poolId, ticketTypeId, channel, capacity: 9, sold: 0, withdrawn: 0, letter };
};
const own = {
  key: 'own',
  label: 'Own',
  partnerId: null,
  lanes: ['vip'],
  letter: 'A',
  returnAt: null,
  returnTo: 'public',
  returnBelowPercent: null,
};
const pools = [pool('pool_g', 'tt_g'), pool('pool_o', 'tt_g', 'own', 'A'), pool('pool_s', 'tt_s')];
const book = new StockBook(pools, [own]);
const known = {
  most: null as number | null,
  terms,
  layout,
  book,
  channels: ['public'],
};
const plan = (...items: HoldItem[]) => planClaims(items, known);

describe('planClaims', () => {
  it('adds up counted units and named seats of one pool', () => {
    const counted = { ticketTypeId: 'tt_g', quantity: 1 };
    expect(plan(counted, { seatIds: ['A-1-1'] }, { ...counted, quantity: 2 }, { seatIds: ['B-1-3'] })).toEqual({
      kind: 'claims',
      claims: [
        { t: 'tt_g', ps: [['f', 'pool_g']], max: 4, n: 3 },
        {
          t: 'tt_s',
          ps: [['f', 'pool_s']],
          max: 4,
          n: 2,
          seats: [
            [0, 0],
            [1, 2],
          ],
        },
      ],
    });
  });

  it('searches the asked section, or all of them in the order of the house', () => {
    const best = (section?: string) => plan({ ticketTypeId: 'tt_s', quantity: 2, bestAvailable: { section } });
    expect(best()).toMatchObject({ claims: [{ n: 2, blocks: [0, 1] }] });
    expect(best('B')).toMatchObject({ claims: [{ n: 2, blocks: [1] }] });
    expect(plan({ ticketTypeId: 'tt_s', quantity: 2 })).toMatchObject({ claims: [{ blocks: [0, 1] }] });
    expect(best('Z')).toEqual({ kind: 'seat_unknown', seatId: 'Z' });
  });

  it('refuses what the sale does not have, a seat named twice, nothing and too much', () => {
    expect(plan({ ticketTypeId: 'tt_x', quantity: 1 })).toEqual({ kind: 'ticket_type_unknown', ticketTypeId: 'tt_x' });
    expect(plan({ seatIds: ['A-1-1', 'A-9-9'] })).toEqual({ kind: 'seat_unknown', seatId: 'A-9-9' });
    expect(plan({ seatIds: ['A-1-1'] }, { seatIds: ['A-1-1'] })).toEqual({ kind: 'seats_taken', seatIds: ['A-1-1'] });
    expect(plan()).toEqual({ kind: 'sold_out' });
    for (const quantity of [0, -1, 1.5, Number.NaN])
      expect(plan({ ticketTypeId: 'tt_g', quantity })).toEqual({ kind: 'sold_out' });
    expect(plan({ ticketTypeId: 'tt_g', quantity: MAX_UNITS_PER_HOLD + 1 })).toEqual({
      kind: 'order_limit_exceeded',
      most: MAX_UNITS_PER_HOLD,
    });
  });

  it('does not sell the seat of a ticket type that has no terms', () => {
    expect(planClaims([{ seatIds: ['A-1-1'] }], { ...known, terms: new Map() })).toEqual({
      kind: 'ticket_type_unknown',
      ticketTypeId: 'tt_s',
    });
  });

  it('takes from the channels of the lane first, then from public', () => {
    const channels = book.channelsOfLane('vip');
    const planned = planClaims([{ ticketTypeId: 'tt_g', quantity: 2 }], { ...known, channels });
    const ps = [
      ['A', 'pool_o'],
      ['f', 'pool_g'],
    ];
    expect(planned).toMatchObject({ claims: [{ t: 'tt_g', n: 2, ps }] });
    expect(book.channelsOfLane('general')).toEqual(['public']);
  });
});

describe('a quantity', () => {
  const offered = new Map([['tt_g', { ...term('Table', 'general'), min: 4, multiple: 2, maxPerFan: 50 }]]);
  const ask = (...quantities: number[]) =>
    planClaims(
      quantities.map((quantity) => ({ ticketTypeId: 'tt_g', quantity })),
      { ...known, terms: offered },
    );
  const refusal = { kind: 'quantity_not_offered', name: 'Table', min: 4, multiple: 2 };

  it('is at least the smallest offered and a multiple, over all items of the type', () => {
    expect(ask(4).kind).toBe('claims');
    expect(ask(2, 4).kind).toBe('claims');
    expect(ask(2)).toEqual(refusal);
    expect(ask(5)).toEqual(refusal);
  });
  it('of one type says nothing about another', () => {
    const terms = new Map([...offered, ['tt_s', term('Seated', 'reserved')]]);
    const items = [
      { ticketTypeId: 'tt_s', quantity: 1 },
      { ticketTypeId: 'tt_g', quantity: 4 },
    ];
    expect(planClaims(items, { ...known, terms }).kind).toBe('claims');
    const multiple = new Map([...terms, ['tt_s', { ...term('Seated', 'reserved'), multiple: 2 }]]);
    expect(planClaims(items, { ...known, terms: multiple })).toMatchObject({ name: 'Seated', multiple: 2 });
    const min = new Map([...terms, ['tt_s', { ...term('Seated', 'reserved'), min: 2 }]]);
    expect(planClaims(items, { ...known, terms: min })).toMatchObject({ name: 'Seated', min: 2 });
  });
  it('is at most what a hold may contain, all items together', () => {
    const most = { ticketTypeId: 'tt_g', quantity: MAX_UNITS_PER_HOLD };
    expect(plan(most).kind).toBe('claims');
    expect(plan({ ticketTypeId: 'tt_s', quantity: 1 }, most)).toEqual({
      ...{ kind: 'order_limit_exceeded', most: MAX_UNITS_PER_HOLD },
    });
  });
  it('is at most what the sale allows in one order, all items together', () => {
    const items = (quantity: number): HoldItem[] => [{ seatIds: ['A-1-1'] }, { ticketTypeId: 'tt_g', quantity }];
    expect(planClaims(items(3), { ...known, most: 4 }).kind).toBe('claims');
    expect(planClaims(items(4), { ...known, most: 4 })).toEqual({ kind: 'order_limit_exceeded', most: 4 });
  });
});

describe('a ticket type that sells nothing here', () => {
  it('is sold out: no pool in the channels, or no seats', () => {
    const partner = { ...known, channels: ['elsewhere'] };
    expect(planClaims([{ ticketTypeId: 'tt_g', quantity: 1 }], partner)).toEqual({ kind: 'sold_out' });
    const none = { ...known, layout: new SeatLayout([]) };
    expect(planClaims([{ ticketTypeId: 'tt_s', quantity: 1 }], none)).toEqual({ kind: 'sold_out' });
  });
  it('is unknown in a zone that the house does not have', () => {
    expect(plan({ ticketTypeId: 'tt_s', quantity: 1, bestAvailable: { zone: 'gold' } })).toEqual({
      ...{ kind: 'seat_unknown', seatId: 'gold' },
    });
  });
});

describe('wheelchair places', () => {
  const marks: Partial<SeatRow>[] = [{}, { accessible: true }, { companionOf: 'A-1-2' }];
  const set = new SeatLayout(
    expandSeatMap({ sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats: 3 }] }] }).map((seat, at) => ({
      ...{ ...seat, ...marks[at] },
      poolId: at === 0 ? 'pool_s' : 'pool_a',
      ...{ ticketTypeId: 'tt_s', withdrawn: false, blocked: false },
    })),
  );
  const others = [
    pool('pool_s', 'tt_s'),
    pool('pool_c', 'tt_s', 'club', 'B'),
    pool('pool_a', 'tt_s', 'accessible', 'A'),
  ];
  const setAside = new StockBook(others, []);
  const ask = (items: HoldItem[], channels = ['public'], book = setAside) =>
    planClaims(items, { terms, layout: set, book, channels, most: null });
  const accessible = { wheelchairs: 1, companions: 1 };

  it('are searched among those set aside and those released, by whoever asks for them', () => {
    const wish = [{ ticketTypeId: 'tt_s', quantity: 2, bestAvailable: { accessible } }];
    expect(ask(wish)).toEqual({
      kind: 'claims',
      claims: [
        {
          ...{ t: 'tt_s', max: 4, n: 2, blocks: [0], accessible },
          ps: [
            ['A', 'pool_a'],
            ['f', 'pool_s'],
          ],
        },
      ],
    });
    expect(ask(wish, ['club'])).toMatchObject({ claims: [{ ps: [['B', 'pool_c']] }] });
  });

  it('are named together with other seats: the pools of both count, each once', () => {
    expect(ask([{ seatIds: ['A-1-1', 'A-1-2', 'A-1-3'] }])).toMatchObject({
      claims: [
        {
          n: 3,
          ps: [
            ['f', 'pool_s'],
            ['A', 'pool_a'],
          ],
        },
      ],
    });
    expect(ask([{ seatIds: ['A-1-1'] }])).toMatchObject({ claims: [{ ps: [['f', 'pool_s']] }] });
  });

  it('keep their companions’ seats from others, until they are released', () => {
    expect(ask([{ seatIds: ['A-1-3'] }])).toEqual({ kind: 'companion_only', seatId: 'A-1-3' });
    expect(ask([{ seatIds: ['A-1-2', 'A-1-3'] }]).kind).toBe('claims');
    expect(ask([{ seatIds: ['A-1-1'] }]).kind).toBe('claims');
    const released = new StockBook([pool('pool_s', 'tt_s'), pool('pool_a', 'tt_s')], []);
    expect(ask([{ seatIds: ['A-1-3'] }], ['public'], released).kind).toBe('claims');
    const unlisted = new StockBook([pool('pool_s', 'tt_s')], []);
    expect(ask([{ seatIds: ['A-1-3'] }], ['public'], unlisted).kind).toBe('companion_only');
  });
});

describe('a total', () => {
  const claim = (t: string, n: number): Claim => ({ t, n, max: 9, ps: [] });
  const cheap = new Map([
    ['tt_g', { ...term('Cheap', 'general'), priceMinor: 20 }],
    ['tt_f', { ...term('Free', 'general'), priceMinor: 0 }],
  ]);
  it('that the provider would not charge is refused, with the bounds', () => {
    expect(chargeRefusal([claim('tt_g', 2)], cheap, 'EUR')).toEqual({
      ...{ kind: 'not_chargeable', minimum: 50, maximum: 99_999_999, currency: 'EUR' },
    });
    expect(chargeRefusal([claim('tt_g', 1), claim('tt_g', 2)], cheap, 'EUR')).toBeNull();
    expect(chargeRefusal([claim('tt_f', 4), claim('tt_x', 1)], cheap, 'EUR')).toBeNull();
  });
});
