import { describe, expect, it } from '@jest/globals';
import type { SaleNews } from '../../contract/live/news.js';
import type { NewsService } from '../../platform/news/news.service.js';
import { StoreAwayError } from '../../platform/store-away.js';
import { StockBook } from '../channels/stock-book.js';
import { expandSeatMap } from '../seats/house.rules.js';
import { SeatLayout } from '../seats/seat-layout.js';
import type { SeatLayouts } from '../seats/seat-layouts.js';
import { AvailabilityAnnouncer } from './availability-announcer.js';
import type { AvailabilityService } from './availability.service.js';
import type { AvailabilityStore, Changes } from './availability.store.js';

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

/** Announces the changes once and returns what was sent. */
async function announced({
  isKnown = true,
  isAway = false,
  book = new StockBook([pool], []),
  what = changes,
} = {}): Promise<SaleNews['availability'][]> {
  const sent: SaleNews['availability'][] = [];
  const announcer = new AvailabilityAnnouncer(
    { takeChanges: () => Promise.resolve({ kind: 'changed', ...what }) } as unknown as AvailabilityStore,
    {
      matching: (_saleId: string, fingerprint: string) =>
        Promise.resolve(isKnown && fingerprint === layout.fingerprint ? layout : null),
      book: () => Promise.resolve(book),
    } as unknown as SeatLayouts,
    {
      countsNow: (_saleId: string, _layout: SeatLayout, _pools: unknown, letters: string) =>
        Promise.resolve({
          pools: new Map(Object.entries({ p: 1, q: 3 })),
          blocks: new Map([letters.includes('A') ? 1 : 0, 1].entries()),
        }),
      freeOfBlocks: () =>
        isAway ? Promise.reject(new StoreAwayError('free seats')) : Promise.resolve(new Map([[1, 1]])),
    } as unknown as AvailabilityService,
    {
      publish: (_to: string, _event: string, delta: SaleNews['availability']) => sent.push(delta),
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
    expect(await announced()).toEqual([
      {
        version: 7,
        ticketTypes: [{ ticketTypeId: 't', state: 'plenty', free: 1, sections }],
        seats: [{ id: 'A-1-1', section: 'A', state: 'held' }],
      },
    ]);
  });

  it('tells a lane with a channel of its own what that has too, also where the public has nothing left', async () => {
    const own = { ...pool, poolId: 'q', channel: 'club' };
    const club = { key: 'club', label: 'Club', partnerId: null, lanes: ['fans'], letter: 'A' };
    const book = new StockBook(
      [pool, own],
      [{ ...club, returnAt: null, returnTo: 'public', returnBelowPercent: null }],
    );
    const what: Changes = {
      ...{ ...changes, pools: new Map([['p', 0]]) },
      seats: [{ block: 0, offset: 0, letter: 'A' }],
    };
    const [news] = await announced({ book, what });
    expect(news?.ticketTypes).toMatchObject([{ state: 'gone', free: 0 }]);
    expect(news?.seats).toEqual([{ id: 'A-1-1', section: 'A', state: 'withdrawn' }]);
    expect(news?.lanes).toEqual({
      fans: {
        version: 7,
        ticketTypes: [
          {
            ...{ ticketTypeId: 't', state: 'plenty', free: 4 },
            sections: [{ key: 'A', label: 'A', state: 'plenty', free: 2 }],
          },
        ],
        seats: [{ id: 'A-1-1', section: 'A', state: 'free' }],
      },
    });
  });

  it('is left out, so that its number is missed, while the seats or the rest of their section cannot be read', async () => {
    expect(await announced({ isKnown: false })).toEqual([]);
    expect(await announced({ isAway: true })).toEqual([]);
  });
});
