import { Injectable } from '@nestjs/common';
import type { StockState } from '../../contract/shapes.js';
import type { WebhookEventType } from '../../contract/webhook-events.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import { QueueService } from '../../queue/queue.service.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import { SaleCache } from '../catalogue/sale-cache.js';
import { SaleLife } from '../life/sale-life.js';
import { publicStock, SaleStock } from '../catalogue/sale-stock.js';
import { isSoldOut } from '../life/sale.state.js';
import { SalesRepository } from '../catalogue/sales.repository.js';
import type { SaleView, StockFigure } from '../sales.types.js';
import { SnapshotComposer } from '../snapshot/snapshot-composer.js';

/** Holds and returned units that one beat ends for one sale. */
const EXPIRE_LIMIT = 200;

/** What partners are told when stock looks different to the public; plenty again after low is no news. */
export function stockEvent(from: StockState, to: StockState): WebhookEventType | null {
  if (to === 'gone') return 'stock.gone';
  if (from === 'gone') return 'stock.returned';
  return to === 'low' ? 'stock.low' : null;
}

export type BeatOutcome =
  | { kind: 'away' }
  /** `nextInMs`: when it wants to be called again. */
  | { kind: 'beat'; isLively: boolean; nextInMs: number; figures: () => QueueFigures };

const BEAT_MS = 250;

/** What a conductor does for one sale: the beat four times a second, and the look at stock and snapshot once a second. */
@Injectable()
export class SaleWork {
  // more than six: this is where queue, inventory and sales meet
  constructor(
    private readonly queue: QueueService,
    private readonly inventory: InventoryService,
    private readonly stock: SaleStock,
    private readonly composer: SnapshotComposer,
    private readonly life: SaleLife,
    private readonly sales: SalesRepository,
    private readonly cache: SaleCache,
  ) {}

  /** Lets people in, then ends what is overdue. */
  async beat({ id }: SaleView): Promise<BeatOutcome> {
    const beat = await this.queue.beat(id);
    if (beat.kind === 'away') return beat;
    const { figures } = beat;
    if (beat.kind === 'early') return { kind: 'beat', isLively: beat.isLively, nextInMs: beat.inMs, figures };
    const stamp = await this.queue.stamp(id);
    const swept = stamp && (await this.inventory.sweep(id, stamp, EXPIRE_LIMIT, beat.lineWaits));
    // a sweep that Redis refused tells nothing: such a sale does not rest
    const isLively = beat.isLively || !swept || swept.left > 0;
    return { kind: 'beat', isLively, nextInMs: BEAT_MS, figures };
  }

  /** Reports the stock to the admission policy; null while it cannot be known. */
  async reportStock({ id }: SaleView): Promise<StockFigure[] | null> {
    const figures = await this.stock.figures(id);
    if (!figures) return null;
    const sum = (count: 'free' | 'held'): number => figures.reduce((total, figure) => total + figure[count], 0);
    await this.queue.report(id, 'stock', { free: sum('free'), held: sum('held') });
    return figures;
  }

  /** Once a second: what Redis was not told, the stock, and the snapshot when something in it changed. */
  async look(view: SaleView, line: QueueFigures): Promise<void> {
    await this.life.reconcile(view, line.state);
    if (line.policyVersion < view.policyVersion) await this.life.applySetup(view);
    const figures = view.state === 'closed' ? await this.stock.figures(view.id) : await this.reportStock(view);
    await this.composer.compose(view, line, figures);
    if (figures && view.state !== 'closed') await this.followStock(view, figures);
  }

  /** The next look tells the snapshot even when nothing in it changed. */
  tellAgain({ id }: SaleView): void {
    this.composer.forget(id);
  }

  /** Tells partners what turned, and moves on_sale ⇄ sold_out. */
  private async followStock(view: SaleView, figures: readonly StockFigure[]): Promise<void> {
    const now = publicStock(figures);
    for (const { id, toldStock } of view.ticketTypes) {
      const state = now.get(id);
      if (!state || state === toldStock) continue;
      await this.sales.stockTurned({ id, saleId: view.id }, toldStock, state, stockEvent(toldStock, state));
      this.cache.dropAll();
    }
    const soldOut = isSoldOut(figures);
    if (soldOut && view.state === 'on_sale') await this.life.move(view.id, 'sell_out');
    if (!soldOut && view.state === 'sold_out') await this.life.move(view.id, 'restock');
  }

  async rest({ id }: SaleView, to: 'drowsy' | 'asleep'): Promise<boolean> {
    return await this.queue.rest(id, to);
  }
}
