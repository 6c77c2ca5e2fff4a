import { describe, expect, it } from '@jest/globals';
import type { CommittedUnits, PoolRow } from '../inventory.types.js';
import { expandSeatMap } from '../seats/house.rules.js';
import { SeatLayout } from '../seats/seat-layout.js';
import { differenceOf, type FormerStock } from './difference.rules.js';
import { imageOf, type StockImage } from './rebuild.rules.js';

const rows = [{ label: '1', seats: 5 }];
const layout = new SeatLayout(
  expandSeatMap({ sections: [{ key: 'A', label: 'A', rows }] }).map((seat) => ({
    ...{ ...seat, ticketTypeId: 'tt_s', poolId: 's', blocked: false, withdrawn: false },
  })),
);
const pools = ['g', 's'].map(
  (poolId): PoolRow => ({
    ...{ poolId, ticketTypeId: `tt_${poolId}`, channel: 'public', letter: 'f', capacity: 10, sold: 0, withdrawn: 0 },
  }),
);
const unit = (orderId: string, seatId: string | null, quantity = 1): CommittedUnits => ({
  ...{ orderId, fanKey: 'fan', poolId: seatId ? 's' : 'g', seatId, quantity },
});
const imageWith = (...committed: CommittedUnits[]): StockImage => imageOf(pools, layout, committed);

/** Redis as it holds this image, with `holds` holds. */
const kept = (image: StockImage, blocks = image.blocks.map(([, drawn]) => drawn), holds = 0): FormerStock => ({
  kind: 'stock',
  fields: new Map([...image.stock, ['mode', 'open'], ['layout', layout.fingerprint]]),
  ...{ holds, blocks, orders: new Map(image.orders) },
});
const compare = (former: FormerStock, image: StockImage) => differenceOf(former, image, pools, layout);

describe('what a rebuild found', () => {
  it('differs in nothing when Redis kept everything', () => {
    const image = imageWith(unit('o1', 'A-1-1'), unit('o1', null, 3));
    const { pools: counts, ...rest } = compare(kept(image), image);
    expect(rest).toEqual({
      ...{ found: 'stock', holdsLost: 0, unitsRegained: 0, unitsDropped: 0, seatsFreed: 0, seatsCorrected: 0 },
      examples: [],
    });
    expect(counts.map(({ rebuilt, found }) => [rebuilt, found])).toEqual([
      Array(2).fill({ free: 7, held: 0, committed: 3, returning: 0, withdrawn: 0 }),
      Array(2).fill({ free: 4, held: 0, committed: 1, returning: 0, withdrawn: 0 }),
    ]);
  });

  it.each(['nothing', 'unfinished', 'unreadable'] as const)('is unknown, not zero, when it was %s', (kind) => {
    const difference = compare({ kind }, imageWith(unit('o1', null, 3)));
    expect(difference).toMatchObject({
      ...{ found: kind, holdsLost: null, unitsRegained: null, unitsDropped: null },
      ...{ seatsFreed: null, seatsCorrected: null, examples: [] },
    });
    expect(difference.pools[0]).toMatchObject({ poolId: 'g', rebuilt: { committed: 3 }, found: null });
  });

  it('counts the units of orders by id, so that a lost and a stray one do not cancel out', () => {
    const before = imageWith(unit('stray', null, 2), unit('kept', 'A-1-1'), unit('less', null, 1));
    const now = imageWith(unit('lost', null, 2), unit('kept', 'A-1-1'), unit('less', null, 3));
    expect(compare(kept(before), now)).toMatchObject({
      ...{ unitsRegained: 4, unitsDropped: 2 },
      examples: ['regained less g -', 'regained lost g -', 'dropped stray g -'],
    });
  });

  it('tells ended holds from seats that were wrong', () => {
    const now = imageWith(unit('o1', 'A-1-1'), unit('o2', 'A-1-5'));
    // sold, held, returning, offered to the line first, and one that Redis had lost
    expect(compare(kept(now, ['chrlf'], 2), now)).toMatchObject({
      ...{ holdsLost: 2, seatsFreed: 2, seatsCorrected: 1 },
      examples: ['seat A-1-5: free, now sold'],
    });
    expect(compare(kept(now, ['hfffh']), now)).toMatchObject({ seatsFreed: 0, seatsCorrected: 2 });
    expect(compare(kept(now, []), now)).toMatchObject({ seatsFreed: 0, seatsCorrected: 5 });
  });

  it('does not compare seats with those of another house, nor orders that it did not read to their end', () => {
    const now = imageWith(unit('o1', 'A-1-1'));
    const { fields, ...rest } = kept(now) as Extract<FormerStock, { kind: 'stock' }>;
    const elsewhere = { ...rest, fields: new Map([...fields, ['layout', 'another']]), orders: null };
    expect(compare(elsewhere, now)).toMatchObject({
      ...{ found: 'stock', seatsFreed: null, seatsCorrected: null, unitsRegained: null, unitsDropped: null },
    });
  });

  it('names fifty differences and counts the others', () => {
    const many = Array.from({ length: 9 }, (_, n) => unit(`o${n}`, null));
    const strays = Array.from({ length: 80 }, (_, n): [string, string] => [
      `s${n}`,
      JSON.stringify({ lines: [{ t: 'tt_g', p: 'g', n: 1 }] }),
    ]);
    const former = { ...kept(imageWith()), orders: new Map(strays) } as FormerStock;
    const { unitsRegained, unitsDropped, examples } = compare(former, imageWith(...many));
    expect([unitsRegained, unitsDropped, examples.length]).toEqual([9, 80, 50]);
  });
});
