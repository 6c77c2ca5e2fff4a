import { describe, expect, it } from '@jest/globals';
import { confirmedBy, differenceOf, isDue } from './conservation.rules.js';

const nobody = new Set<string>();
const owned = (orderId: string, quantity: number, seatId: string | null = null) => ({
  orderId,
  fanKey: 'fan',
  poolId: 'p',
  seatId,
  quantity,
});
const committed = (orderId: string, quantity: number, seatId: string | null = null) => ({
  orderId,
  fanKey: 'fan',
  units: [{ poolId: 'p', seatId, quantity }],
});

describe('conservation across the stores', () => {
  it('finds nothing where both say the same', () => {
    const difference = differenceOf(
      [committed('a', 2), committed('b', 1, 'A-1')],
      [owned('a', 2), owned('b', 1, 'A-1')],
      nobody,
    );
    expect(difference).toEqual({ strays: [], missing: [] });
  });

  it('finds two errors that cancel out in the sum', () => {
    const difference = differenceOf([committed('a', 2)], [owned('b', 2)], nobody);
    expect(difference).toEqual({ strays: ['stray a p -'], missing: ['missing b p -'] });
  });

  it('finds too few and too many units of one order', () => {
    expect(differenceOf([committed('a', 1)], [owned('a', 2)], nobody).missing).toHaveLength(1);
    expect(differenceOf([committed('a', 3)], [owned('a', 2)], nobody).strays).toHaveLength(1);
  });

  it('leaves an order alone whose stock is on its way', () => {
    expect(differenceOf([committed('a', 2)], [], new Set(['a'])).strays).toEqual([]);
  });

  it('sees another seat of the same order as two differences', () => {
    const difference = differenceOf([committed('a', 1, 'A-1')], [owned('a', 1, 'A-2')], nobody);
    expect(difference).toEqual({ strays: ['stray a p A-1'], missing: ['missing a p A-2'] });
  });

  it('confirms only what differed before too', () => {
    expect(confirmedBy(['x', 'y'], ['y', 'z'])).toEqual(['y']);
  });

  it('confirms a fault whose figures have changed since, because the sale goes on selling', () => {
    const now = ['pool p1, free: 7 seats, 6 counted', 'pool p2, free: 1 seats, 2 counted'];
    expect(confirmedBy(['pool p1, free: 9 seats, 8 counted'], now)).toEqual([now[0]]);
  });
});

describe('units counted for an order', () => {
  it('add up over rows of both stores', () => {
    expect(differenceOf([committed('a', 1), committed('a', 1)], [owned('a', 1), owned('a', 1)], nobody)).toEqual({
      strays: [],
      missing: [],
    });
  });

  it('are missing also for an order on its way, which only may own more', () => {
    expect(differenceOf([], [owned('a', 1)], new Set(['a']))).toEqual({ strays: [], missing: ['missing a p -'] });
    expect(confirmedBy([], ['x'])).toEqual([]);
  });
});

describe('the audit of a sale', () => {
  it('is due once the last is over for a while, whichever node made it', () => {
    expect([null, 0, 3_999, 4_000, 4_500].map(isDue)).toEqual([true, false, false, true, true]);
  });
});
