import { describe, expect, it } from '@jest/globals';
import { countedOf } from './counted.rules.js';

const line = (ticketTypeId: string) => ({
  ...{ poolId: 'p', seatId: null, label: 'T', priceMinor: 1, totalMinor: 1 },
  ticketTypeId,
});
const terms = (limits: object) => ({
  ...{ saleId: 'sale_1', members: 1, emailDigest: 'someone', identityDigests: [] },
  ticketTypes: [
    { id: 'a', maxPerFan: 2 },
    { id: 'b', maxPerFan: 4 },
  ],
  limits: { by: ['place'], across: 'sale', tour: null, ...limits } as never,
});

describe('what an order counts towards besides its place', () => {
  it('is nothing unless the sale asks for it', () => {
    expect(countedOf([line('a')], terms({}))).toBeNull();
  });

  it('is the proved identity, whether the sale names it or not, so that a second place brings no second basket', () => {
    const counted = [{ kind: 'identity', scope: 'sale_1:a', digest: 'ann', ticketTypeId: 'a', n: 1, max: 2 }];
    for (const by of [['place'], ['place', 'identity']])
      expect(countedOf([line('a')], { ...terms({ by }), identityDigests: ['ann'] })).toEqual(counted);
  });

  it('is the whole basket for each who shares it, up to the limits of those who still do', () => {
    const shared = { ...terms({ across: 'tour', tour: 'nights' }), members: 3, identityDigests: ['ann', 'bob'] };
    expect(countedOf([line('a'), line('b'), line('b')], shared)).toEqual([
      { kind: 'identity', scope: 'tour:nights', digest: 'ann', ticketTypeId: null, n: 3, max: 8 },
      { kind: 'identity', scope: 'tour:nights', digest: 'bob', ticketTypeId: null, n: 3, max: 8 },
    ]);
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
