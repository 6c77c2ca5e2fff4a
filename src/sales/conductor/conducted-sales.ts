import { Injectable } from '@nestjs/common';
import { NewsService } from '../../platform/news/news.service.js';
import { QueueAwayError } from '../../queue/queue.errors.js';
import type { SaleView } from '../sales.types.js';
import { SnapshotComposer } from '../snapshot/snapshot-composer.js';

type Preparation = (saleId: string) => Promise<void>;

/** The sales that this node conducts and that are awake: what other rooms do for sales each second, they do for these. */
@Injectable()
export class ConductedSales {
  private readonly views = new Map<string, SaleView>();
  private readonly preparations = new Set<Preparation>();

  constructor(
    private readonly news: NewsService,
    private readonly composer: SnapshotComposer,
  ) {}

  awake(): SaleView[] {
    return [...this.views.values()];
  }

  /** Runs before the first tick of a sale that wakes, which waits for it a little: signals must be there when it decides. */
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

  /** Asks whichever node leads the sale to conduct it now. May be lost: conductors look by themselves, more rarely. */
  async wake(saleId: string): Promise<void> {
    await this.news.publish<'conductor', 'wake'>('conductor:all', 'wake', { saleId });
  }

  /** Since this node told the sale's last snapshot; null: it never did. */
  snapshotAgeMs(saleId: string): number | null {
    return this.composer.ageMs(saleId);
  }

  /** Composes the first snapshot of a sale and wakes its conductor. */
  async begin(view: SaleView): Promise<void> {
    if (!(await this.composer.composeNow(view))) throw new QueueAwayError('its first snapshot cannot be composed');
    await this.wake(view.id);
  }
}
