import { Injectable } from '@nestjs/common';
import type { StockState } from '../../contract/sale/sale-shapes.js';
import type { WebhookEventType } from '../../contract/partners/webhook-events.js';
import { StockService } from '../../inventory/stock/stock.service.js';
import { AdmissionService } from '../../queue/admission/admission.service.js';
import { EpochGuard } from '../../queue/line/epoch-guard.service.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import { SaleLife } from '../life/sale-life.js';
import { publicStock, type SaleFigures, SaleStock } from '../catalogue/changes/sale-stock.js';
import { isSoldOut } from '../life/sale.state.js';
import { SalesRepository } from '../catalogue/sales.repository.js';
import type { SaleView } from '../sales.types.js';
import { SnapshotComposer } from '../snapshot/snapshot-composer.js';

/** Holds and returned units processed per beat and sale. */
const EXPIRE_LIMIT = 200;

/** Returns the event partners get when the public stock state changes; low back to plenty is not reported. */
export function stockEvent(from: StockState, to: StockState): WebhookEventType | null {
  if (to === 'gone') return 'stock.gone';
  if (from === 'gone') return 'stock.returned';
  return to === 'low' ? 'stock.low' : null;
}

export type BeatOutcome =
  | { kind: 'away' }
  /** `nextInMs`: requested delay until the next beat. */
  | { kind: 'beat'; isLively: boolean; nextInMs: number; figures: () => QueueFigures };

const BEAT_MS = 250;

/** A conductor's work for one sale: the beat four times a second, and the look at stock and snapshot once a second. */
@Injectable()
export class SaleWork {
  // exceeds the limit of six dependencies: joins queue, inventory and sales
  constructor(
    private readonly admissions: AdmissionService,
    private readonly epochGuard: EpochGuard,
    private readonly lineFigures: FiguresService,
    private readonly inventory: StockService,
    private readonly stock: SaleStock,
    private readonly composer: SnapshotComposer,
    private readonly life: SaleLife,
    private readonly sales: SalesRepository,
    private readonly cache: SaleCache,
  ) {}

  /** Advances the line, then expires what is overdue. */
  async beat({ id }: SaleView): Promise<BeatOutcome> {
    const beat = await this.admissions.beat(id);
    if (beat.kind === 'away') return beat;
    const { figures } = beat;
    if (beat.kind === 'early') return { kind: 'beat', isLively: beat.isLively, nextInMs: beat.inMs, figures };
    const stamp = await this.epochGuard.stamp(id);
    const swept = stamp && (await this.inventory.sweep(id, stamp, EXPIRE_LIMIT, beat.lineWaits));
    // a failed sweep is inconclusive: such a sale stays awake
    const isLively = beat.isLively || !swept || swept.left > 0;
    return { kind: 'beat', isLively, nextInMs: BEAT_MS, figures };
  }

  /** Reports the stock to the admission policy; null if it is unknown. */
  async reportStock({ id }: SaleView): Promise<SaleFigures | null> {
    const figures = await this.stock.figures(id);
    if (!figures) return null;
    const sum = (count: 'free' | 'held'): number => figures.forFans.reduce((total, figure) => total + figure[count], 0);
    await this.lineFigures.report(id, 'stock', { free: sum('free'), held: sum('held'), own: figures.own });
    return figures;
  }

  /** Runs once a second: reconciles Redis with Postgres, follows the stock, and sends the snapshot if it changed. */
  async look(view: SaleView, line: QueueFigures): Promise<void> {
    await this.life.reconcile(view, line.state);
    if (line.policyVersion < view.policyVersion) await this.life.applySetup(view);
    const figures = view.state === 'closed' ? await this.stock.figures(view.id) : await this.reportStock(view);
    await this.composer.compose(view, line, figures?.forFans ?? null);
    if (figures && view.state !== 'closed') await this.followStock(view, figures);
  }

  /** Makes the next look send the snapshot even if it is unchanged. */
  tellAgain({ id }: SaleView): void {
    this.composer.forget(id);
  }

  /** Reports changed stock states to partners, and moves on_sale ⇄ sold_out. */
  private async followStock(view: SaleView, { all, forFans }: SaleFigures): Promise<void> {
    const now = publicStock(forFans);
    for (const { id, toldStock } of view.ticketTypes) {
      const state = now.get(id);
      if (!state || state === toldStock) continue;
      await this.sales.stockTurned({ id, saleId: view.id }, toldStock, state, stockEvent(toldStock, state));
      this.cache.dropAll();
    }
    const soldOut = isSoldOut(all);
    if (soldOut && view.state === 'on_sale') await this.life.move(view.id, 'sell_out');
    if (!soldOut && view.state === 'sold_out') await this.life.move(view.id, 'restock');
  }

  async rest({ id }: SaleView, to: 'drowsy' | 'asleep'): Promise<boolean> {
    return await this.admissions.rest(id, to);
  }
}
