import { Injectable } from '@nestjs/common';
import type { Snapshot } from '../../contract/line/line-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { NewsService } from '../../platform/news/news.service.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import { SaleStock } from '../catalogue/changes/sale-stock.js';
import { composeSnapshot } from './snapshot.rules.js';
import { SnapshotStore } from './snapshot.store.js';
import type { SaleView, StockFigure } from '../sales.types.js';

/**
 * Interval after which an unchanged snapshot is resent while the sale is awake: its time synchronizes clients' clocks.
 */
const REPEAT_AFTER_MS = 5_000;
/** Sales whose last snapshot is remembered; beyond this, an unchanged snapshot may be sent once too often. */
const REMEMBERED_MAX = 5_000;

/** Composes snapshots on one node; all nodes serve and send the same bytes. */
@Injectable()
export class SnapshotComposer {
  private readonly told = new BoundedMap<string, { content: string; atMs: number }>(REMEMBERED_MAX);

  constructor(
    private readonly lineFigures: FiguresService,
    private readonly stock: SaleStock,
    private readonly store: SnapshotStore,
    private readonly news: NewsService,
    private readonly clock: Clock,
  ) {}

  /** Composes the first snapshot of a newly published sale. Returns false if the line cannot be read. */
  async composeNow(view: SaleView): Promise<boolean> {
    const figures = await this.lineFigures.of(view.id);
    if (!figures) return false;
    await this.compose(view, figures, (await this.stock.figures(view.id))?.forFans ?? null);
    return true;
  }

  /** Returns the time since this node sent the sale's last snapshot; null if it never did. */
  ageMs(saleId: string): number | null {
    const last = this.told.get(saleId);
    return last ? this.clock.monotonicMs() - last.atMs : null;
  }

  /** Forces the next snapshot to be sent, for listeners that missed the last one. */
  forget(saleId: string): void {
    this.told.delete(saleId);
  }

  /** Stores and sends the snapshot if its content changed or the last one is old. */
  async compose(view: SaleView, figures: QueueFigures, stock: readonly StockFigure[] | null): Promise<void> {
    const nowMs = this.clock.nowMs();
    const snapshot = composeSnapshot({ view, figures, stock, nowMs });
    const content = contentOf(snapshot);
    const last = this.told.get(view.id);
    const atMs = this.clock.monotonicMs();
    if (last?.content === content && atMs - last.atMs < REPEAT_AFTER_MS) return;
    const json = JSON.stringify(snapshot);
    if (!(await this.store.put(view.id, snapshot.version, json))) return;
    this.told.set(view.id, { content, atMs });
    await this.news.publishEncoded<'sale'>(`sale:${view.id}`, 'snapshot', json);
  }
}

/** Returns the snapshot's content without version and time, for comparison. */
const contentOf = (snapshot: Snapshot): string => JSON.stringify({ ...snapshot, version: 0, at: '' });
