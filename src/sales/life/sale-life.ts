import { Injectable, Logger } from '@nestjs/common';
import type { SaleState } from '../../contract/sale/sale-shapes.js';
import { StockRebuild } from '../../inventory/rebuild/stock-rebuild.service.js';
import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { DatabaseTime } from '../../platform/clock/database-time.js';
import { Leases } from '../../platform/lifecycle/lease.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import { NewsService } from '../../platform/news/news.service.js';
import { DrawService } from '../../queue/draw/draw.service.js';
import { EpochService } from '../../queue/line/epoch.service.js';
import type { QueueSetup } from '../../queue/queue.types.js';
import { BOUNDARIES_OF_A_SALE, boundaryDue, type SaleVerb, transition } from './sale.state.js';
import { mailNeedOf } from '../catalogue/mail-need.rules.js';
import { timesOf, viewOf } from '../catalogue/sale-view.rules.js';
import { MAX_LIVE_SALES, SalesRepository } from '../catalogue/sales.repository.js';
import type { SaleView } from '../sales.types.js';

export type MoveResult =
  | { kind: 'moved'; sale: SaleView }
  /** The sale was already in that state. */
  | { kind: 'unchanged'; sale: SaleView }
  | { kind: 'refused'; state: SaleState }
  | { kind: 'not_found' }
  /** The installation's limit of live sales is reached. */
  | { kind: 'too_many' }
  /** A setting needs what this installation does not have. */
  | { kind: 'not_supported'; detail: string }
  /** The line cannot be reached; nothing was done. Retry. */
  | { kind: 'away' };

/** Attempts of a move; another node may move the sale concurrently. */
const MOVE_TRIES = 3;
/** Exceeds the time to build the largest house. */
const PUBLISH_LEASE_MS = 30_000;

/** Returns what the waiting room must know about a sale. */
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

/** Moves sales through their states: Postgres decides, Redis follows, and everyone is notified to reload. */
@Injectable()
export class SaleLife {
  private readonly log = new Logger('Sales');

  // more than six: everything that a publication builds, asks and tells
  constructor(
    private readonly sales: SalesRepository,
    private readonly draws: DrawService,
    private readonly epochs: EpochService,
    private readonly rebuilds: StockRebuild,
    private readonly news: NewsService,
    private readonly leases: Leases,
    private readonly time: DatabaseTime,
    private readonly mail: Mailer,
  ) {}

  /**
   * Publishes a draft. Line and stock are built in Redis before the state changes, because no sale may be visible
   * without them; then all past boundaries are crossed. Safe to retry after a failure.
   */
  async publish(saleId: string, entry: AuditEntry | null = null): Promise<MoveResult> {
    let result: MoveResult = { kind: 'away' }; // another node is publishing it, or Redis is down
    // a concurrent publish would only start an unnecessary epoch
    await this.leases.withLease(`publish:${saleId}`, PUBLISH_LEASE_MS, async () => {
      result = await this.publishNow(saleId, entry);
    });
    return result;
  }

  /**
   * Crosses all past boundaries in order, by the database's clock: a node whose own clock is ahead crosses none early.
   * Returns the resulting sale.
   */
  async crossBoundaries(view: SaleView): Promise<SaleView> {
    let sale = view;
    const nowMs = await this.time.nowMs();
    for (let n = 0; n < BOUNDARIES_OF_A_SALE; n += 1) {
      const verb = boundaryDue(sale.state, timesOf(sale), nowMs);
      if (!verb) break;
      const result = await this.move(sale.id, verb, { when: 'when-due' });
      if (result.kind !== 'moved' && result.kind !== 'unchanged') break;
      sale = result.sale;
    }
    return sale;
  }

  /**
   * @param when `when-due`: moves only if the boundary is still past after concurrent changes of the sale's times are
   *   committed; `wished`: moves at once, and an early opening makes now the opening time
   * @param entry logged with the move, in one statement
   */
  async move(
    saleId: string,
    verb: SaleVerb,
    { when = 'wished', entry = null }: { when?: 'wished' | 'when-due'; entry?: AuditEntry | null | undefined } = {},
  ): Promise<MoveResult> {
    const early = when === 'wished';
    for (let n = 0; n < MOVE_TRIES; n += 1) {
      const row = early ? await this.sales.byId(saleId) : await this.sales.settled(saleId);
      if (!row) return { kind: 'not_found' };
      const from = viewOf(row);
      const at = new Date(await this.time.nowMs());
      if (!early && boundaryDue(from.state, timesOf(from), at.getTime()) !== verb)
        return { kind: 'unchanged', sale: from };
      const step = transition(from, verb);
      if (step.kind === 'refused') return { kind: 'refused', state: from.state };
      if (step.kind === 'unchanged') return { kind: 'unchanged', sale: from };
      // N must be fixed before anyone can see "on sale"; drawing again gives the same order
      if (verb === 'open' && (await this.draws.fix(saleId)) === 'awaiting_beacon') {
        // N is fixed, so the opening is under way: the scheduler completes it once the beacon is available
        if (early && row.opensAt > at) await this.sales.bringForward(saleId, at);
        return { kind: 'unchanged', sale: from };
      }
      const opensAt = verb === 'open' && early && row.opensAt > at ? at : null;
      const standing = { state: from.state, pausedFrom: from.pausedFrom };
      const move = { saleId, from: standing, to: step.to, event: step.event, at, opensAt, entry };
      if (!(await this.sales.move(move))) continue;
      this.log.log(`${from.slug} (${saleId}) is ${step.to.state}, after ${verb}`);
      await this.followUp(saleId, step.to.state);
      const moved = await this.sales.byId(saleId);
      return moved ? { kind: 'moved', sale: viewOf(moved) } : { kind: 'not_found' };
    }
    return { kind: 'refused', state: 'draft' };
  }

  /** The mark of a canceled show, which keeps the moment of the first. */
  async markShowCanceled(saleId: string): Promise<void> {
    if (await this.sales.markShowCanceled(saleId, new Date(await this.time.nowMs())))
      await this.news.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what: 'sale' });
  }

  /** Passes the state from Postgres to Redis. If that fails, the conductor detects the difference and repeats it. */
  async followUp(saleId: string, state: SaleState): Promise<void> {
    try {
      await this.epochs.setState(saleId, state);
    } catch (error) {
      this.log.warn(`state ${state} was not applied to the line of ${saleId}: ${String(error)}`);
    }
    await this.news.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what: 'sale' });
  }

  /** Passes the policy to Redis. If that fails, the conductor detects the difference and repeats it. */
  async applySetup(view: SaleView): Promise<void> {
    try {
      await this.epochs.applySetup(setupOf(view));
    } catch (error) {
      this.log.warn(`policy ${view.policyVersion} was not applied to the line of ${view.id}: ${String(error)}`);
    }
  }

  /** Resends the state if the line's differs from that in Postgres, e.g. after a lost call. */
  async reconcile(view: SaleView, inLine: SaleState): Promise<void> {
    if (inLine === view.state) return;
    const row = await this.sales.byId(view.id); // the view may be one second stale
    if (row && row.state !== inLine) await this.followUp(view.id, viewOf(row).state);
  }

  private async publishNow(saleId: string, entry: AuditEntry | null): Promise<MoveResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    if (transition(view, 'publish').kind === 'moved') {
      // the draft may have been made while there was one
      const mailNeed = this.mail.isOff ? mailNeedOf(view) : null;
      if (mailNeed !== null) return { kind: 'not_supported', detail: mailNeed };
      if ((await this.sales.countLive()) >= MAX_LIVE_SALES) return { kind: 'too_many' };
      await this.build(view);
    }
    const published = await this.move(saleId, 'publish', { entry });
    if (published.kind !== 'moved') return published;
    return { kind: 'moved', sale: await this.crossBoundaries(published.sale) };
  }

  private async build(view: SaleView): Promise<void> {
    const setup = setupOf(view, 'scheduled');
    await this.draws.commit(setup);
    const epoch = await this.epochs.begin(view.id);
    await this.epochs.restore(setup, epoch);
    await this.rebuilds.run(view.id, epoch, []);
    await this.epochs.open(view.id, epoch);
  }
}
