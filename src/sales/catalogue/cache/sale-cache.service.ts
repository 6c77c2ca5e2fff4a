import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { ReadyAnswers } from '../../../platform/http/ready-answers.js';
import { NewsService } from '../../../platform/news/news.service.js';
import { BoundedMap } from '../../../platform/cache/bounded-map.js';
import { LastKnown } from './last-known.js';
import { viewOf } from '../sale-view.rules.js';
import { SalesRepository } from '../sales.repository.js';
import type { SaleView } from '../../sales.types.js';
import type { SaleChangeShape } from '../../../contract/sale/sale-change-shapes.js';
import { SaleChangesRepository } from '../changes/sale-changes.repository.js';

/** One second TTL; while Postgres is down or slow, stale views are served: neither pages nor the line need Postgres. */
const freshness = { freshMs: 1_000, lastKnownMs: 10 * 60_000 };
/** The list of live sales is reloaded on change, and at this interval because news may be lost. */
const listFreshness = { ...freshness, freshMs: 5_000 };
/** Names of no sale remembered per node, apart, so that guessed names evict only each other. */
const MAX_MISSES = 1_000;
/** Slugs and ids of known sales cached per node; beyond it, the least recently read is dropped. */
const MAX_ENTRIES = 20_000;
/** Time for which a closed sale stays listed, so that its last snapshot is composed. */
const AFTERLIFE_MS = 60_000;
/** Format of ids and slugs; anything else is unknown without a database query. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Caches sales on this node. Readers share one query and one object; `changed` news invalidate a view at once. */
@Injectable()
export class SaleCache implements OnApplicationShutdown {
  private readonly entries = new BoundedMap<string, LastKnown<SaleView | null>>(MAX_ENTRIES);
  private readonly misses = new BoundedMap<string, LastKnown<SaleView | null>>(MAX_MISSES);
  private readonly changes = new BoundedMap<string, LastKnown<SaleChangeShape[]>>(MAX_ENTRIES);
  private readonly listening = new Map<string, () => void>();
  private readonly liveSales: LastKnown<SaleView[]>;
  private readonly changeListeners = new Set<() => void>();

  constructor(
    private readonly sales: SalesRepository,
    private readonly news: NewsService,
    private readonly clock: Clock,
    private readonly answers: ReadyAnswers,
    private readonly published: SaleChangesRepository,
  ) {
    this.liveSales = new LastKnown(listFreshness, async () => await this.loadLive());
  }

  /** Returns a sale, drafts included, at most one second stale; null if there is none. */
  byId(id: string): Promise<SaleView | null> {
    return this.named('id', id);
  }

  bySlug(slug: string): Promise<SaleView | null> {
    return this.named('slug', slug);
  }

  /** Returns changes made after publishing that affect fans, newest first; at most one second stale. */
  async changesOf(saleId: string): Promise<SaleChangeShape[]> {
    const load = async () => await this.published.of(saleId);
    return await this.entry(this.changes, saleId, load).read(this.clock.nowMs());
  }

  /** Returns published sales that are not closed, or were closed less than a minute ago. */
  async live(): Promise<SaleView[]> {
    return await this.liveSales.read(this.clock.nowMs());
  }

  /**
   * Invalidates all entries after a change, here or elsewhere: a slug's entry does not name its sale, and a query is
   * cheap.
   */
  dropAll(): void {
    this.liveSales.drop();
    for (const all of [this.entries, this.misses, this.changes]) for (const entry of all.values()) entry.drop();
    this.answers.drop();
    for (const listener of this.changeListeners) listener();
  }

  /** Calls `listener` when a sale changes, here or on another node; the returned function unsubscribes. */
  onChange(listener: () => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  onApplicationShutdown(): void {
    for (const stop of this.listening.values()) stop();
  }

  private async named(kind: 'id' | 'slug', name: string): Promise<SaleView | null> {
    if (!NAME.test(name)) return null;
    const row = kind === 'id' ? async () => await this.sales.byId(name) : async () => await this.sales.bySlug(name);
    const load = async () => {
      const found = await row();
      return found ? viewOf(found) : null;
    };
    return await this.known(`${kind}:${name}`, load);
  }

  /** Reads an entry, which moves to those of sales once it names one, and back when it no longer does. */
  private async known(key: string, load: () => Promise<SaleView | null>): Promise<SaleView | null> {
    const isSale = this.entries.has(key);
    const entry = isSale ? this.entry(this.entries, key, load) : this.entry(this.misses, key, load);
    const value = await entry.read(this.clock.nowMs());
    if (isSale && value === null) this.entries.delete(key);
    if (!isSale && value !== null && this.misses.delete(key)) this.entries.set(key, entry);
    return value;
  }

  /** Returns the entry, made if there is none; the one read longest ago leaves first. */
  private entry<T>(all: BoundedMap<string, LastKnown<T>>, key: string, load: () => Promise<T>): LastKnown<T> {
    const known = all.get(key);
    if (known && !all.isFilling) return known;
    const entry = known ?? new LastKnown(freshness, load);
    all.set(key, entry);
    return entry;
  }

  private async loadLive(): Promise<SaleView[]> {
    const rows = await this.sales.live(new Date(this.clock.nowMs() - AFTERLIFE_MS));
    const wanted = new Set(rows.map(({ id }) => id));
    for (const [id, stop] of this.listening) {
      if (wanted.has(id)) continue;
      stop();
      this.listening.delete(id);
    }
    for (const id of wanted) if (!this.listening.has(id)) this.listening.set(id, this.listenTo(id));
    return rows.map(viewOf);
  }

  private listenTo(saleId: string): () => void {
    return this.news.listen<'sale'>(`sale:${saleId}`, ({ event, payload }) => {
      if (event === 'changed' && payload.what !== 'epoch') this.dropAll();
    });
  }
}
