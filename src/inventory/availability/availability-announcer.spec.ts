import { describe, expect, it } from '@jest/globals';
import type { NewsService } from '../../platform/news/news.service.js';
import { StoreAwayError } from '../../platform/store-away.js';
import { StockBook } from '../channels/stock-book.rules.js';
import { expandSeatMap } from '../seats/house.rules.js';
import { SeatLayout } from '../seats/seat-layout.js';
import type { SeatLayouts } from '../seats/seat-layouts.js';
import { AvailabilityAnnouncer } from './availability-announcer.js';
import type { AvailabilityService } from './availability.service.js';
import type { AvailabilityStore, Changes } from './availability.store.js';
import type { LaneStock } from './lane-deltas.rules.js';

const row = { poolId: 'p', ticketTypeId: 't', withdrawn: false, blocked: false };
const seats = ['gold', 'tin'].map((zone, x) => ({ label: String(x + 1), x, y: 0, zone }));
/** One section of two zones, which are two blocks. */
const layout = new SeatLayout(
  expandSeatMap({ sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats }] }] }).map((seat) => ({
    ...seat,
    ...row,
  })),
);
const changes: Changes = {
  ...{ version: 7, left: 0, layout: layout.fingerprint },
  pools: new Map([['p', 1]]),
  seats: [{ block: 0, offset: 0, letter: 'h' }],
  blocks: new Map([[0, 0]]),
};
const pool = { poolId: 'p', ticketTypeId: 't', channel: 'public', capacity: 2, sold: 0, withdrawn: 0, letter: 'f' };

/** What was counted for lanes. */
let reads: LaneStock[] = [];

/** Announces the changes once and returns what was sent. */
async function announced({
  isKnown = true,
  isAway = false,
  book = new StockBook([pool], []),
  what = changes,
} = {}): Promise<{ event: string; payload: unknown }[]> {
  const sent: { event: string; payload: unknown }[] = [];
  reads = [];
  const announcer = new AvailabilityAnnouncer(
    { takeChanges: () => Promise.resolve({ kind: 'changed', ...what }) } as unknown as AvailabilityStore,
    {
      matching: (_saleId: string, fingerprint: string) =>
        Promise.resolve(isKnown && fingerprint === layout.fingerprint ? layout : null),
      book: () => Promise.resolve(book),
    } as unknown as SeatLayouts,
    {
      countsNow: (_saleId: string, stock: LaneStock) => {
        reads.push(stock);
        return Promise.resolve({
          pools: new Map(Object.entries({ p: 0, q: 3, r: 2 })),
          blocks: new Map([0, 1].map((block) => [block, new Map(Object.entries({ f: 0, A: 1, B: block }))])),
        });
      },
      freeOfBlocks: () =>
        isAway ? Promise.reject(new StoreAwayError('free seats')) : Promise.resolve(new Map([[1, 1]])),
    } as unknown as AvailabilityService,
    {
      publish: (_to: string, event: string, payload: unknown) => sent.push({ event, payload }),
    } as unknown as NewsService,
  );
  await announcer.announce('sale').catch((error: unknown) => {
    if (!(error instanceof StoreAwayError)) throw error;
  });
  return sent;
}

describe('a delta', () => {
  it('names the seats that have changed, and counts the whole section they are in', async () => {
    const sections = [{ key: 'A', label: 'A', state: 'plenty', free: 1 }];
    const payload = {
      version: 7,
      ticketTypes: [{ ticketTypeId: 't', state: 'plenty', free: 1, sections }],
      seats: [{ id: 'A-1-1', section: 'A', state: 'held' }],
    };
    expect(await announced()).toEqual([{ event: 'availability', payload }]);
    expect(reads).toEqual([]);
  });

  it('tells lanes with channels of their own what those have too, apart from the public and before it', async () => {
    const terms = { label: '', partnerId: null, returnAt: null, returnTo: 'public', returnBelowPercent: null };
    const book = new StockBook(
      [pool, { ...pool, poolId: 'q', channel: 'club' }, { ...pool, poolId: 'r', channel: 'press' }],
      [
        { ...terms, key: 'club', lanes: ['fans'], letter: 'A' },
        { ...terms, key: 'press', lanes: ['writers'], letter: 'B' },
      ],
    );
    const what: Changes = {
      ...{ ...changes, pools: new Map([['p', 0]]) },
      seats: [{ block: 0, offset: 0, letter: 'A' }],
    };
    const [lanes, everybodys, ...more] = await announced({ book, what });
    const deltaOf = (free: number, inSection: number, state: string) => ({
      version: 7,
      ticketTypes: [
        {
          ...{ ticketTypeId: 't', state: 'plenty', free },
          sections: [{ key: 'A', label: 'A', state: 'plenty', free: inSection }],
        },
      ],
      seats: [{ id: 'A-1-1', section: 'A', state }],
    });
    const deltas = { fans: deltaOf(3, 2, 'free'), writers: deltaOf(2, 1, 'withdrawn') };
    expect(lanes).toEqual({ event: 'lanes', payload: { version: 7, deltas } });
    expect(everybodys).toMatchObject({
      event: 'availability',
      payload: { version: 7, ticketTypes: [{ state: 'gone', free: 0 }], seats: [{ state: 'withdrawn' }] },
    });
    // nodes of a version without lanes pass this on as it is
    expect(JSON.stringify(everybodys)).not.toMatch(/fans|writers/);
    expect(more).toEqual([]);
    expect(reads.map(({ letters }) => letters)).toEqual(['AflB']);
  });

  it('is left out, so that its number is missed, while the seats or the rest of their section cannot be read', async () => {
    expect(await announced({ isKnown: false })).toEqual([]);
    expect(await announced({ isAway: true })).toEqual([]);
  });
});
