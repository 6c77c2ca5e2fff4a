import { expect, it } from '@jest/globals';
import { stockParts } from './stock-parts.js';

const type = { ticketTypeId: 'tt_1', name: 'Standing', capacity: 100, withdrawn: 10, sold: 60 };

it('draws what is sold, held and free, of what may be sold', () => {
  expect(stockParts({ ...type, held: 12, free: 18 }, true)).toEqual([
    { part: 'sold', tickets: 60 },
    { part: 'held', tickets: 12 },
    { part: 'free', tickets: 18 },
  ]);
});

it('draws no ticket as free or held while the line is unknown', () => {
  // Postgres knows no holds: whatever is not sold comes as free
  expect(stockParts({ ...type, held: 0, free: 30 }, false)).toEqual([
    { part: 'sold', tickets: 60 },
    { part: 'unknown', tickets: 30 },
  ]);
});
