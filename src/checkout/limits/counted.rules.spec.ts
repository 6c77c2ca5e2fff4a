import { describe, expect, it } from '@jest/globals';
import { countedOf } from './counted.rules.js';

const line = (ticketTypeId: string) => ({
  ...{ poolId: 'p', seatId: null, label: 'T', priceMinor: 1, totalMinor: 1 },
  ticketTypeId,
});
const terms = (limits: object) => ({
  ...{ saleId: 'sale_1', members: 1, emailDigest: 'someone' },
  ticketTypes: [
    { id: 'a', maxPerFan: 2 },
    { id: 'b', maxPerFan: 4 },
  ],
  limits: { by: ['place'], across: 'sale', tour: null, ...limits } as never,
});

describe('what an order counts towards besides its place', () => {
  it('is nothing unless the sale asks for it', () => {
    expect(countedOf([line('a')], terms({}))).toBeNull();
    expect(countedOf([line('a')], terms({ by: ['place', 'identity'] }))).toBeNull();
  });

  it('is each ticket type by itself within a sale', () => {
    expect(countedOf([line('a'), line('a'), line('b')], terms({ by: ['place', 'email'] }))).toEqual([
      { kind: 'email', scope: 'sale_1:a', digest: 'someone', ticketTypeId: 'a', n: 2, max: 2 },
      { kind: 'email', scope: 'sale_1:b', digest: 'someone', ticketTypeId: 'b', n: 1, max: 4 },
    ]);
  });

  it('is all its tickets together across a tour, and a limit for each who shares the basket', () => {
    const asked = { ...terms({ by: ['place', 'card'], across: 'tour', tour: 'nights' }), members: 2 };
    expect(countedOf([line('a'), line('b')], asked)).toEqual([
      { kind: 'card', scope: 'tour:nights', digest: '', ticketTypeId: null, n: 2, max: 8 },
    ]);
  });
});

describe('the limit of a type that is no longer sold', () => {
  it('is what the order holds, for each who shares it; both kinds count when both are asked for', () => {
    const asked = { ...terms({ by: ['place', 'email', 'card'] }), members: 2 };
    expect(countedOf([line('gone')], asked)).toEqual([
      { kind: 'email', scope: 'sale_1:gone', digest: 'someone', ticketTypeId: 'gone', n: 1, max: 2 },
      { kind: 'card', scope: 'sale_1:gone', digest: '', ticketTypeId: 'gone', n: 1, max: 2 },
    ]);
  });
});
