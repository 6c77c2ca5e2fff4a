import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { MAX_LAYOUTS_IN_MEMORY, MAX_SEATS_IN_MEMORY } from '../inventory.bounds.js';
import { InventoryRepository } from '../inventory.repository.js';
import { StockBook } from '../channels/stock-book.rules.js';
import type { SaleFrame } from '../inventory.types.js';
import { SeatLayout } from './seat-layout.js';

/** Cache TTL of pools and channels; bounds how late another node's stock change is seen here. */
const BOOK_MEMORY_MS = 1_000;

interface Loaded<T> {
  at: number;
  value: Promise<T>;
  /** The value, once it is there. */
  here?: T;
}

/**
 * Caches seats and pools of the sales served by this node. Pools and channels are refreshed every second, seats when
 * their map's version changes.
 */
@Injectable()
export class SeatLayouts {
  protected readonly seatsMax: number = MAX_SEATS_IN_MEMORY;
  private readonly layouts = new Map<string, Loaded<SeatLayout>>();
  private readonly seatCounts = new Map<string, number>();
  private readonly frames = new Map<string, SaleFrame>();
  private readonly books = new Map<string, Loaded<StockBook>>();
  private readonly lastBooks = new Map<string, StockBook>();

  constructor(
    private readonly repository: InventoryRepository,
    private readonly clock: Clock,
  ) {}

  async of(saleId: string): Promise<SeatLayout> {
    return await this.remembered(this.layouts, saleId, Number.POSITIVE_INFINITY, async () => {
      // frame before seats: if the map changes in between, its newer version triggers a reload
      const frame = await this.repository.frame(saleId);
      const layout = new SeatLayout(await this.repository.seats(saleId), frame?.frame.focalPoint ?? null);
      if (frame) this.frames.set(saleId, frame);
      trim(this.frames);
      this.seatCounts.delete(saleId);
      this.seatCounts.set(saleId, layout.size);
      this.trimSeats(saleId);
      return layout;
    });
  }

  /** Evicts the layouts loaded first, but never the one just loaded: a house takes memory by its seats. */
  private trimSeats(justLoaded: string): void {
    for (const saleId of this.seatCounts.keys()) if (!this.layouts.has(saleId)) this.seatCounts.delete(saleId);
    let seats = [...this.seatCounts.values()].reduce((sum, count) => sum + count, 0);
    for (const [saleId, count] of this.seatCounts) {
      if (seats <= this.seatsMax) return;
      if (saleId === justLoaded || count === 0) continue;
      this.layouts.delete(saleId);
      seats -= count;
    }
  }

  /** Returns the layout with this fingerprint, re-reading it once; null while Redis has another one than Postgres. */
  async matching(saleId: string, fingerprint: string): Promise<SeatLayout | null> {
    const known = await this.of(saleId);
    if (known.fingerprint === fingerprint) return known;
    this.forget(saleId);
    const read = await this.of(saleId);
    return read.fingerprint === fingerprint ? read : null;
  }

  /** Returns everything in the sale's map except its seats; null for a sale without a map. */
  async frame(saleId: string): Promise<SaleFrame | null> {
    await this.of(saleId);
    return this.frames.get(saleId) ?? null;
  }

  /**
   * Returns the stale book immediately while a fresh one loads in the background: holds keep working while Postgres is
   * down.
   */
  async book(saleId: string): Promise<StockBook> {
    const known = this.lastBooks.get(saleId);
    const fresh = this.remembered(this.books, saleId, BOOK_MEMORY_MS, async () => {
      const [pools, channels, version] = await Promise.all([
        this.repository.pools(saleId),
        this.repository.channels(saleId),
        this.repository.mapVersion(saleId),
      ]);
      const read = this.frames.get(saleId);
      if (read && version !== null && read.version !== version) this.layouts.delete(saleId);
      const book = new StockBook(pools, channels);
      this.lastBooks.delete(saleId);
      this.lastBooks.set(saleId, book);
      trim(this.lastBooks);
      return book;
    });
    if (!known) return await fresh;
    fresh.catch(() => undefined);
    return known;
  }

  /** Returns both if they are in memory and fresh; otherwise null, and `of` and `book` read them. */
  inMemory(saleId: string): { layout: SeatLayout; book: StockBook } | null {
    const layout = this.layouts.get(saleId)?.here;
    const book = this.books.get(saleId);
    const now = this.clock.monotonicMs();
    if (!layout || !book?.here || now - book.at >= BOOK_MEMORY_MS) return null;
    return { layout, book: book.here };
  }

  /** Invalidates the cache: the next call reads Postgres. */
  forget(saleId: string): void {
    this.layouts.delete(saleId);
    this.frames.delete(saleId);
    this.books.delete(saleId);
    this.lastBooks.delete(saleId);
  }

  private async remembered<T>(
    memory: Map<string, Loaded<T>>,
    saleId: string,
    forMs: number,
    load: () => Promise<T>,
  ): Promise<T> {
    const present = memory.get(saleId);
    const now = this.clock.monotonicMs();
    if (present && now - present.at < forMs) return await present.value;
    const loading: Loaded<T> = { at: now, value: load() };
    memory.delete(saleId);
    memory.set(saleId, loading);
    trim(memory);
    try {
      return (loading.here = await loading.value);
    } catch (error) {
      if (memory.get(saleId) === loading) memory.delete(saleId);
      throw error;
    }
  }
}

function trim(memory: Map<string, unknown>): void {
  for (const oldest of memory.keys()) {
    if (memory.size <= MAX_LAYOUTS_IN_MEMORY) return;
    memory.delete(oldest);
  }
}
