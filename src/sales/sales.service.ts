import { Injectable } from '@nestjs/common';
import { StockService } from '../inventory/stock/stock.service.js';
import type { AuditEntry } from '../platform/audit/audit.sql.js';
import { QueueAwayError } from '../queue/queue.errors.js';
import type { QueueSetup } from '../queue/queue.types.js';
import { SaleCache } from './catalogue/cache/sale-cache.service.js';
import { viewOf } from './catalogue/sale-view.rules.js';
import { presentInput, stockOf } from './catalogue/input/present-input.rules.js';
import type { SaleInput } from './catalogue/input/sale-input.types.js';
import { SalesRepository } from './catalogue/sales.repository.js';
import { ConductedSales } from './conductor/conducted-sales.service.js';
import { type MoveResult, SaleLife, setupOf } from './life/sale-life.js';
import type { SalesPage, SaleView } from './sales.types.js';

/**
 * Moves sales through their states, and reads them as Postgres has them now. What may be a second stale is read from
 * SaleCache.
 */
@Injectable()
export class SalesService {
  constructor(
    private readonly cache: SaleCache,
    private readonly sales: SalesRepository,
    private readonly life: SaleLife,
    private readonly conducted: ConductedSales,
    private readonly stock: StockService,
  ) {}

  /** Returns a sale as Postgres has it now, for decisions that must not rest on the second before. */
  async freshById(id: string): Promise<SaleView | null> {
    const row = await this.sales.byId(id);
    return row && viewOf(row);
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
