import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { DatabaseTime } from '../../platform/clock/database-time.js';
import { Leases } from '../../platform/lifecycle/lease.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import { SaleLife } from './sale-life.js';
import { boundaryDue, nextBoundaryMs } from './sale.state.js';
import { timesOf } from '../catalogue/sale-view.rules.js';
import type { SaleView } from '../sales.types.js';

/** Suffices to draw and to write; afterwards another node takes over. */
const LEASE_MS = 10_000;
/** Concurrency limit: boundaries of many sales may fall on the same second. */
const AT_ONCE = 10;

/** Pause before a sale that is due but could not move is tried again: its draw may await the beacon for hours. */
const STUCK_PAUSE_MS = 1_000;

/** Opens prequeues, and opens and closes sales, when due. Costs nothing while nothing is due. */
@Injectable()
export class SchedulerTask extends PeriodicTask {
  override readonly name = 'scheduler';
  override readonly everyMs = 100;
  /** Sales that were due and did not move, and when to try them again, on the monotonic clock. */
  private readonly stuckUntilMs = new Map<string, number>();
  /** Earliest boundary of the sales last read, so that most rounds compare a single number. */
  private next: { of: readonly SaleView[]; atMs: number } = { of: [], atMs: Number.POSITIVE_INFINITY };

  constructor(
    private readonly cache: SaleCache,
    private readonly life: SaleLife,
    private readonly leases: Leases,
    private readonly clock: Clock,
    private readonly time: DatabaseTime,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const live = await this.cache.live();
    if (live !== this.next.of) this.next = { of: live, atMs: earliestOf(live) };
    const now = this.clock.nowMs();
    if (now < this.next.atMs) return;
    const atMs = this.clock.monotonicMs();
    for (const [id, untilMs] of this.stuckUntilMs) if (untilMs <= atMs) this.stuckUntilMs.delete(id);
    const due = live.filter(
      (view) => boundaryDue(view.state, timesOf(view), now) !== null && !this.stuckUntilMs.has(view.id),
    );
    const terms = {
      subjectOf: ({ id }: SaleView) => id,
      atOnce: AT_ONCE,
      withinMs: LEASE_MS,
      signal,
    };
    await this.each(due, terms, async (view) => {
      await this.leases.withLease(`boundary:${view.id}`, LEASE_MS, async () => {
        const { state } = await this.life.crossBoundaries(view);
        if (state === view.state) this.stuckUntilMs.set(view.id, atMs + pauseMs(view, await this.time.nowMs()));
        else this.cache.dropAll(); // other nodes hear of the change by news
      });
    });
  }
}

/** A boundary that is not due by the database's clock yet, because this node's is ahead, is not met a second late. */
function pauseMs(view: SaleView, databaseNowMs: number): number {
  const earlyMs = earliestOf([view]) - databaseNowMs;
  return earlyMs > 0 ? Math.min(STUCK_PAUSE_MS, earlyMs) : STUCK_PAUSE_MS;
}

/** Returns the earliest boundary that may be due; a closing time counts in every state that can still close. */
function earliestOf(views: readonly SaleView[]): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const view of views) {
    const times = timesOf(view);
    const closesAtMs = view.state === 'closed' ? null : times.closesAtMs;
    earliest = Math.min(earliest, nextBoundaryMs(view.state, times) ?? earliest, closesAtMs ?? earliest);
  }
  return earliest;
}
