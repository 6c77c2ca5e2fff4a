import { describe, expect, it } from '@jest/globals';
import type { StockTicketType } from '../inventory.types.js';
import { layHouse } from '../seats/house.rules.js';
import { ACCESSIBLE_LETTER, isSetAside, planStock } from './stock-plan.rules.js';

const outline = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
];
/** Section B stands behind A; A has a wheelchair place with its companion seat. */
const house = layHouse({
  sections: [
    { key: 'B', label: 'B', rows: [{ label: '1', seats: [{ label: '1', x: 0, y: 9 }] }] },
    {
      key: 'A',
      label: 'A',
      rows: [
        {
          label: '1',
          seats: [
            { label: '1', x: 0, y: 0 },
            { label: '2', x: 1, y: 0, accessible: true },
            { label: '3', x: 2, y: 0, companionOf: '2' },
          ],
        },
      ],
    },
  ],
  standing: [
    { key: 'PIT', label: 'Pit', capacity: 40, outline },
    { key: 'BAR', label: 'Bar', capacity: 8, outline },
  ],
});
const types: StockTicketType[] = [
  { id: 'tt_s', admission: 'reserved', sections: ['A', 'B'] },
  { id: 'tt_g', admission: 'general', capacity: 25, sections: ['PIT'] },
  { id: 'tt_all', admission: 'general', sections: ['PIT', 'BAR'] },
];
const ids = ['p1', 'p2', 'p3', 'p4'];

describe('the stock of a new sale', () => {
  it('is a pool per ticket type, and one for wheelchair places where there are some', () => {
    expect(planStock(types, house, ids).pools).toEqual([
      { id: 'p1', ticketTypeId: 'tt_s', channel: 'public', letter: 'f', capacity: 2 },
      { id: 'p2', ticketTypeId: 'tt_g', channel: 'public', letter: 'f', capacity: 25 },
      { id: 'p3', ticketTypeId: 'tt_all', channel: 'public', letter: 'f', capacity: 48 },
      { id: 'p4', ticketTypeId: 'tt_s', channel: 'accessible', letter: 'A', capacity: 2 },
    ]);
  });

  it('is a seat per place of the map, each in its pool, its block ranked as the house stands', () => {
    const { seats } = planStock(types, house, ids);
    const common = { ticketTypeId: 'tt_s', withdrawn: false, blocked: false };
    expect(seats).toMatchObject([
      { id: 'B-1-1', poolId: 'p1', blockRank: 1, ...common },
      { id: 'A-1-1', poolId: 'p1', blockRank: 0, ...common },
      { id: 'A-1-2', poolId: 'p4', blockRank: 0, ...common },
      { id: 'A-1-3', poolId: 'p4', blockRank: 0, ...common },
    ]);
  });

  it('is counts alone without a house', () => {
    const only = planStock([{ id: 'tt_g', admission: 'general', capacity: 3, sections: [] }], null, ids);
    expect(only).toMatchObject({ pools: [{ id: 'p1', capacity: 3 }], seats: [] });
  });
});

describe('ticket types that begin in channels', () => {
  it('have a pool there beside an empty public one, and each channel a letter of its own', () => {
    const begun: StockTicketType[] = [
      { id: 'tt_s', admission: 'reserved', sections: ['A', 'B'], channel: 'club' },
      { id: 'tt_g', admission: 'general', capacity: 25, sections: [], channel: 'press' },
      { id: 'tt_h', admission: 'general', capacity: 5, sections: [], channel: 'club' },
    ];
    const { pools } = planStock(begun, house, ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9']);
    const told = pools.map(({ ticketTypeId, channel, letter, capacity }) => [ticketTypeId, channel, letter, capacity]);
    expect(told.sort()).toEqual([
      ['tt_g', 'press', 'C', 25],
      ['tt_g', 'public', 'f', 0],
      ['tt_h', 'club', 'B', 5],
      ['tt_h', 'public', 'f', 0],
      ['tt_s', 'accessible', 'A', 2],
      ['tt_s', 'club', 'B', 2],
      ['tt_s', 'public', 'f', 0],
    ]);
  });
});

describe('places set aside', () => {
  it('are wheelchair places and the seats of companions', () => {
    expect(ACCESSIBLE_LETTER).toBe('A');
    expect(isSetAside({ accessible: true, companionOf: null })).toBe(true);
    expect(isSetAside({ accessible: false, companionOf: 'A-1-2' })).toBe(true);
    expect(isSetAside({ accessible: false, companionOf: null })).toBe(false);
  });
});
