import { Injectable, Logger } from '@nestjs/common';
import type { StockState } from '../contract/shapes.js';
import type { WebhookEventType } from '../contract/webhook-events.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { QueueService } from '../queue/queue.service.js';
import { forEachSale } from './for-each-sale.js';
import { SaleCache } from './sale-cache.js';
import { SaleLife } from './sale-life.js';
import { publicStock, SaleStock } from './sale-stock.js';
import { isSoldOut } from './sale.state.js';
import { SalesRepository } from './sales.repository.js';
import type { SaleView, StockFigure } from './sales.types.js';
import { SnapshotStore } from './snapshot.store.js';

const TURN_MS = 900;

/** What partners are told when stock looks different to the public; plenty again after low is no news. */
export function stockEvent(from: StockState, to: StockState): WebhookEventType | null {
  if (to === 'gone') return 'stock.gone';
  if (from === 'gone') return 'stock.returned';
  return to === 'low' ? 'stock.low' : null;
}

/** Each second: tells the admission policy what stock is left, partners when it turns, and moves on_sale ⇄ sold_out. */
@Injectable()
export class SignalsTask extends PeriodicTask {
  override readonly name = 'SignalsTask';
  override readonly everyMs = 250;
  private readonly log = new Logger('Signals');

  constructor(
    private readonly cache: SaleCache,
    private readonly sales: SalesRepository,
    private readonly life: SaleLife,
    private readonly queue: QueueService,
    private readonly stock: SaleStock,
    private readonly turns: SnapshotStore,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const selling = (await this.cache.live()).filter(({ state }) => state !== 'closed');
    await forEachSale(selling, signal, this.log, async (view) => {
      if (!(await this.turns.takeTurn(view.id, 'signals', TURN_MS))) return;
      await this.life.applySetup(view); // refused when the line knows a newer one
      const figures = await this.stock.figures(view.id);
      if (figures) await this.tell(view, figures);
    });
  }

  private async tell(view: SaleView, figures: readonly StockFigure[]): Promise<void> {
    const sum = (count: 'free' | 'held'): number => figures.reduce((total, figure) => total + figure[count], 0);
    await this.queue.report(view.id, 'stock', { free: sum('free'), held: sum('held') });
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
}
