import { Injectable, Logger } from '@nestjs/common';
import type { SaleState } from '../../contract/shapes.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Leases } from '../../platform/lifecycle/lease.js';
import { NewsService } from '../../platform/news/news.service.js';
import { QueueService } from '../../queue/queue.service.js';
import type { QueueSetup } from '../../queue/queue.types.js';
import { BOUNDARIES_OF_A_SALE, boundaryDue, type SaleVerb, transition } from './sale.state.js';
import { timesOf, viewOf } from '../catalogue/sale-view.rules.js';
import { MAX_LIVE_SALES, SalesRepository } from '../catalogue/sales.repository.js';
import type { SaleView } from '../sales.types.js';

export type MoveResult =
  | { kind: 'moved'; sale: SaleView }
  /** It was so already. */
  | { kind: 'unchanged'; sale: SaleView }
  | { kind: 'refused'; state: SaleState }
  | { kind: 'not_found' }
  /** As many sales are live as this installation carries. */
  | { kind: 'too_many' }
  /** The line cannot be reached, so it was not done; asking again is right. */
  | { kind: 'away' };

/** Two nodes may move a sale at once; the one that was slower looks again. */
const MOVE_TRIES = 3;
/** Longer than building the largest house takes. */
const PUBLISH_LEASE_MS = 30_000;

/** What the waiting room must know of a sale. */
export function setupOf(view: SaleView, state: SaleState = view.state): QueueSetup {
  return {
    saleId: view.id,
    slug: view.slug,
    state,
    lanes: view.lanes,
    policy: view.policy,
    policyVersion: view.policyVersion,
    opensAt: view.opensAt,
    beacon: view.beacon,
  };
}

/** Moves sales through their states: Postgres decides, Redis follows, and everybody is told to look again. */
@Injectable()
export class SaleLife {
  private readonly log = new Logger('Sales');

  constructor(
    private readonly sales: SalesRepository,
    private readonly queue: QueueService,
    private readonly inventory: InventoryService,
    private readonly news: NewsService,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a draft public. Its line and stock stand in Redis before its state says so, for nobody may meet a sale without
   * them; then every boundary that is past already is crossed before this answers. May be repeated after a failure.
   */
  async publish(saleId: string): Promise<MoveResult> {
    let result: MoveResult = { kind: 'away' }; // another node is publishing it, or Redis is not there
    // a second one at the same time would only begin a needless epoch
    await this.leases.withLease(`publish:${saleId}`, PUBLISH_LEASE_MS, async () => {
      result = await this.publishNow(saleId);
    });
    return result;
  }

  /** Crosses every boundary that time has passed, in order. Returns the sale as it stands then. */
  async crossBoundaries(view: SaleView): Promise<SaleView> {
    let sale = view;
    for (let n = 0; n < BOUNDARIES_OF_A_SALE; n += 1) {
      const verb = boundaryDue(sale.state, timesOf(sale), this.clock.nowMs());
      if (!verb) break;
      const result = await this.move(sale.id, verb, 'when-due');
      if (result.kind !== 'moved' && result.kind !== 'unchanged') break;
      sale = result.sale;
    }
    return sale;
  }

  /**
   * @param when `when-due`: only if the boundary is still past once every change of the sale's times is written; a
   *   promoter's wish is done at once, and an opening before its time makes now the opening time
   */
  async move(saleId: string, verb: SaleVerb, when: 'wished' | 'when-due' = 'wished'): Promise<MoveResult> {
    const early = when === 'wished';
    for (let n = 0; n < MOVE_TRIES; n += 1) {
      const row = early ? await this.sales.byId(saleId) : await this.sales.settled(saleId);
      if (!row) return { kind: 'not_found' };
      const from = viewOf(row);
      if (!early && boundaryDue(from.state, timesOf(from), this.clock.nowMs()) !== verb)
        return { kind: 'unchanged', sale: from };
      const step = transition(from, verb);
      if (step.kind === 'refused') return { kind: 'refused', state: from.state };
      if (step.kind === 'unchanged') return { kind: 'unchanged', sale: from };
      // nobody may see "on sale" before N is fixed: drawing again gives the same order
      const at = new Date(this.clock.nowMs());
      if (verb === 'open' && (await this.queue.draw(saleId)) === 'awaiting_beacon') {
        // N stands, so it is on its way: the scheduler opens it as soon as the beacon is there
        if (early && row.opensAt > at) await this.sales.bringForward(saleId, at);
        return { kind: 'unchanged', sale: from };
      }
      const opensAt = verb === 'open' && early && row.opensAt > at ? at : null;
      const standing = { state: from.state, pausedFrom: from.pausedFrom };
      if (!(await this.sales.move({ saleId, from: standing, to: step.to, event: step.event, at, opensAt }))) continue;
      this.log.log(`${from.slug} (${saleId}) is ${step.to.state}, after ${verb}`);
      await this.followUp(saleId, step.to.state);
      const moved = await this.sales.byId(saleId);
      return moved ? { kind: 'moved', sale: viewOf(moved) } : { kind: 'not_found' };
    }
    return { kind: 'refused', state: 'draft' };
  }

  /** Tells Redis what Postgres says. When it cannot be told now, the conductor finds the difference and tells it again. */
  async followUp(saleId: string, state: SaleState): Promise<void> {
    try {
      await this.queue.setState(saleId, state);
    } catch (error) {
      this.log.warn(`the line of ${saleId} was not told that it is ${state}: ${String(error)}`);
    }
    await this.news.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what: 'sale' });
  }

  /** Tells Redis the policy. When it cannot be told now, the conductor finds the difference and tells it again. */
  async applySetup(view: SaleView): Promise<void> {
    try {
      await this.queue.applySetup(setupOf(view));
    } catch (error) {
      this.log.warn(`the line of ${view.id} was not told its policy ${view.policyVersion}: ${String(error)}`);
    }
  }

  /** Tells the line its state again when it holds another one than Postgres, as after a lost call. */
  async reconcile(view: SaleView, inLine: SaleState): Promise<void> {
    if (inLine === view.state) return;
    const row = await this.sales.byId(view.id); // the view may be a second old
    if (row && row.state !== inLine) await this.followUp(view.id, viewOf(row).state);
  }

  private async publishNow(saleId: string): Promise<MoveResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    if (transition(view, 'publish').kind === 'moved') {
      if ((await this.sales.countLive()) >= MAX_LIVE_SALES) return { kind: 'too_many' };
      await this.build(view);
    }
    const published = await this.move(saleId, 'publish');
    if (published.kind !== 'moved') return published;
    return { kind: 'moved', sale: await this.crossBoundaries(published.sale) };
  }

  private async build(view: SaleView): Promise<void> {
    const setup = setupOf(view, 'scheduled');
    await this.queue.prepare(setup);
    const epoch = await this.queue.beginEpoch(view.id);
    await this.queue.restore(setup, epoch);
    await this.inventory.rebuild(view.id, epoch, []);
    await this.queue.openEpoch(view.id, epoch);
  }
}
