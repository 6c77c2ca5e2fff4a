import { describe, expect, it } from '@jest/globals';
import { StockBook } from '../channels/stock-book.js';
import { planClaims } from './claim.rules.js';
import { MAX_UNITS_PER_HOLD } from '../inventory.bounds.js';
import type { HoldItem, HoldTerms } from '../inventory.types.js';
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
const known = { terms, layout, book, channels: ['public'] };
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
    expect(plan({ ticketTypeId: 'tt_g', quantity: MAX_UNITS_PER_HOLD + 1 })).toMatchObject({ kind: 'limit_exceeded' });
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
