import { Injectable } from '@nestjs/common';
import type { SaleChangeShape } from '../contract/sale/sale-change-shapes.js';
import { StockService } from '../inventory/stock/stock.service.js';
import type { AuditEntry } from '../platform/audit/audit.sql.js';
import { QueueAwayError } from '../queue/queue.errors.js';
import type { QueueSetup } from '../queue/queue.types.js';
import { SaleCache } from './catalogue/cache/sale-cache.js';
import { viewOf } from './catalogue/sale-view.rules.js';
import { presentInput, stockOf } from './catalogue/input/present-input.rules.js';
import type { SaleInput } from './catalogue/input/sale-input.types.js';
import { SalesRepository } from './catalogue/sales.repository.js';
import { ConductedSales } from './conductor/conducted-sales.js';
import { type MoveResult, SaleLife, setupOf } from './life/sale-life.js';
import type { SalesPage, SaleView } from './sales.types.js';

/** Facade of the sales room: other rooms read sales here, and move them through their states. */
@Injectable()
export class SalesService {
  constructor(
    private readonly cache: SaleCache,
    private readonly sales: SalesRepository,
    private readonly life: SaleLife,
    private readonly conducted: ConductedSales,
    private readonly stock: StockService,
  ) {}

  /** Returns changes made after publishing that affect fans, newest first. */
  async changesOf(saleId: string): Promise<SaleChangeShape[]> {
    return await this.cache.changesOf(saleId);
  }

  /** Returns a sale, drafts included, at most one second stale; null if there is none. */
  async saleById(id: string): Promise<SaleView | null> {
    return await this.cache.byId(id);
  }

  /** Returns a sale as Postgres has it now, for decisions that must not rest on the second before. */
  async freshById(id: string): Promise<SaleView | null> {
    const row = await this.sales.byId(id);
    return row && viewOf(row);
  }

  async saleBySlug(slug: string): Promise<SaleView | null> {
    return await this.cache.bySlug(slug);
  }

  /** Returns published sales that are not closed, or were closed less than a minute ago. */
  async liveSales(): Promise<SaleView[]> {
    return await this.cache.live();
  }

  /** Calls `listener` when a sale changes, here or on another node; the returned function unsubscribes. */
  onChange(listener: () => void): () => void {
    return this.cache.onChange(listener);
  }

  /** Returns the awake sales conducted by this node; per-second work is done for these. */
  awakeSales(): SaleView[] {
    return this.conducted.awake();
  }

  /** Returns the time since this node sent the last snapshot of a sale it conducts; null if it never did. */
  snapshotAgeMs(saleId: string): number | null {
    return this.conducted.snapshotAgeMs(saleId);
  }

  /** Registers a preparation to run, within a short time limit, before the first tick of a sale that wakes. */
  beforeFirstTick(preparation: (saleId: string) => Promise<void>): void {
    this.conducted.beforeFirstTick(preparation);
  }

  /** Asks the node that leads the sale to conduct it now. */
  async wake(saleId: string): Promise<void> {
    await this.conducted.wake(saleId);
  }

  /** Returns a page of sales for their promoter, drafts included, uncached; live sales come first. */
  async page(page: SalesPage): Promise<SaleView[]> {
    return (await this.sales.page(page)).map(viewOf);
  }

  /** Returns published sales, open or closed, those whose show is nearest to `at`. */
  async nearShows(at: Date, limit: number): Promise<SaleView[]> {
    return (await this.sales.nearShows(at, limit)).map(viewOf);
  }

  /** Returns the body that would create the sale as it is now; null for an unknown sale. */
  async input(saleId: string): Promise<SaleInput | null> {
    const [row, made, pools] = await Promise.all([
      this.sales.byId(saleId),
      this.sales.input(saleId),
      this.stock.pools(saleId),
    ]);
    if (!row || made === null) return null;
    const { pictureId, logoId, accent } = row;
    return presentInput(made, { view: viewOf(row), branding: { pictureId, logoId, accent }, stock: stockOf(pools) });
  }

  /** Returns what queue and recovery need to build the line; null for an unknown sale. Reads Postgres. */
  async setup(saleId: string): Promise<QueueSetup | null> {
    const row = await this.sales.byId(saleId);
    return row ? setupOf(viewOf(row)) : null;
  }

  /**
   * Publishes a draft; resolves once all past boundaries are crossed and the first snapshot exists. Repeatable: a retry
   * after a failure does the remaining steps.
   * @param entry here and below: logged with the move, in one statement
   */
  async publish(saleId: string, entry?: AuditEntry): Promise<MoveResult> {
    return await this.after(this.publishAndShow(saleId, entry));
  }

  /** Opens a sale ahead of time, or after the clock was paused; if early, now becomes the opening time. */
  async open(saleId: string, entry?: AuditEntry): Promise<MoveResult> {
    return await this.after(this.life.move(saleId, 'open', { entry }));
  }

  async pause(saleId: string, entry?: AuditEntry): Promise<MoveResult> {
    return await this.after(this.life.move(saleId, 'pause', { entry }));
  }

  async resume(saleId: string, entry?: AuditEntry): Promise<MoveResult> {
    return await this.after(this.life.move(saleId, 'resume', { entry }));
  }

  async close(saleId: string, entry?: AuditEntry): Promise<MoveResult> {
    return await this.after(this.life.move(saleId, 'close', { entry }));
  }

  /** Marks the show as canceled, for all pages of its sale. The sale is closed, and its orders are refunded, elsewhere. */
  async markShowCanceled(saleId: string): Promise<void> {
    await this.life.markShowCanceled(saleId);
    this.cache.dropAll();
  }

  private async publishAndShow(saleId: string, entry?: AuditEntry): Promise<MoveResult> {
    const result = await this.life.publish(saleId, entry);
    if (result.kind === 'moved' || result.kind === 'unchanged') await this.conducted.begin(result.sale);
    return result;
  }

  private async after(moving: Promise<MoveResult>): Promise<MoveResult> {
    try {
      return await moving;
    } catch (error) {
      if (error instanceof QueueAwayError) return { kind: 'away' };
      throw error;
    } finally {
      this.cache.dropAll();
    }
  }
}
