import { Injectable } from '@nestjs/common';
import { NewsService } from '../../platform/news/news.service.js';
import { QueueAwayError } from '../../queue/queue.errors.js';
import type { SaleView } from '../sales.types.js';
import { SnapshotComposer } from '../snapshot/snapshot-composer.js';

type Preparation = (saleId: string) => Promise<void>;

/** The awake sales conducted by this node, for the per-second work of other rooms. */
@Injectable()
export class ConductedSales {
  private readonly views = new Map<string, SaleView>();
  private readonly preparations = new Set<Preparation>();

  constructor(
    private readonly news: NewsService,
    private readonly composer: SnapshotComposer,
  ) {}

  /** Returns the awake sales conducted by this node; per-second work is done for these. */
  awake(): SaleView[] {
    return [...this.views.values()];
  }

  /**
   * Registers a preparation to run, within a short time limit, before a waking sale's first tick, which needs fresh
   * signals.
   */
  beforeFirstTick(preparation: Preparation): void {
    this.preparations.add(preparation);
  }

  async prepare(saleId: string): Promise<void> {
    await Promise.all([...this.preparations].map((preparation) => preparation(saleId)));
  }

  woke(view: SaleView): void {
    this.views.set(view.id, view);
  }

  slept(saleId: string): void {
    this.views.delete(saleId);
  }

  /**
   * Asks the node that leads the sale to conduct it now. The message may be lost: conductors also check by themselves,
   * less often.
   */
  async wake(saleId: string): Promise<void> {
    await this.news.publish<'conductor', 'wake'>('conductor:all', 'wake', { saleId });
  }

  /** Returns the time since this node sent the sale's last snapshot; null if it never did. */
  snapshotAgeMs(saleId: string): number | null {
    return this.composer.ageMs(saleId);
  }

  /** Composes the first snapshot of a sale and wakes its conductor. */
  async begin(view: SaleView): Promise<void> {
    if (!(await this.composer.composeNow(view))) throw new QueueAwayError('its first snapshot cannot be composed');
    await this.wake(view.id);
  }
}
