import { expect, it } from '@jest/globals';
import type { ReadyAnswers } from '../../../platform/http/ready-answers.js';
import type { NewsService } from '../../../platform/news/news.service.js';
import type { SaleChangesRepository } from '../changes/sale-changes.repository.js';
import { SaleCache } from './sale-cache.service.js';
import type { SaleRow } from '../sale-row.sql.js';
import type { SalesRepository } from '../sales.repository.js';

/** As many as a node caches. */
const CACHED = 20_000;
const at = new Date('2030-05-01T09:00:00.000Z');
const rowOf = (slug: string) =>
  ({
    slug,
    showStartsAt: at,
    prequeueAt: at,
    opensAt: at,
    createdAt: at,
    noticeText: null,
    ticketTypes: [],
  }) as unknown as SaleRow;

function cacheOf(isSale: (slug: string) => boolean) {
  const queries = new Map<string, number>();
  const bySlug = (slug: string): Promise<SaleRow | null> => {
    queries.set(slug, (queries.get(slug) ?? 0) + 1);
    return Promise.resolve(isSale(slug) ? rowOf(slug) : null);
  };
  const cache = new SaleCache(
    { bySlug } as unknown as SalesRepository,
    {} as NewsService,
    { nowMs: () => at.getTime(), monotonicMs: () => 0 },
    {} as ReadyAnswers,
    {} as SaleChangesRepository,
  );
  return { cache, queries };
}

it('keeps a sale that is read while as many others pass', async () => {
  const { cache, queries } = cacheOf(() => true);
  for (let n = 0; n <= CACHED; n += 1) {
    await cache.bySlug('hot');
    await cache.bySlug(`sale-${n}`);
  }
  expect(queries.get('hot')).toBe(1);
  await cache.bySlug('sale-0');
  expect(queries.get('sale-0')).toBe(2); // the least recently read made room
});

it('keeps its sales whatever names are guessed', async () => {
  const { cache, queries } = cacheOf((slug) => slug === 'quiet');
  expect((await cache.bySlug('quiet'))?.slug).toBe('quiet');
  for (let n = 0; n <= CACHED; n += 1) expect(await cache.bySlug(`guess-${n}`)).toBeNull();
  await cache.bySlug('quiet');
  expect(queries.get('quiet')).toBe(1);
});

it('asks once for a name of no sale however many ask for it, together or one after another', async () => {
  const { cache, queries } = cacheOf(() => false);
  await Promise.all(Array.from({ length: 50 }, () => cache.bySlug('nothing')));
  for (let n = 0; n < 50; n += 1) await cache.bySlug('nothing');
  expect(queries.get('nothing')).toBe(1);
});
