import { Injectable, Logger } from '@nestjs/common';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { within } from '../../platform/lifecycle/for-each-isolated.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { QueueRepository } from '../queue.repository.js';
import { EpochGuard } from './epoch-guard.service.js';
import { LineStore } from './line.store.js';
import { aheadOf, type ArrivalsAt, isShort, RESERVE_AHEAD } from './reservation.rules.js';

/** Lane names come from clients. */
const LANES_MAX = 10_000;
const WITHIN_MS = 2_000;
/** Pause after a failure, so that each join of a rush does not ask a Postgres that is away. */
const RETRY_MS = 250;

interface Lane {
  before: ArrivalsAt;
  ahead: number;
  raising: Promise<boolean> | null;
  failedAtMs: number;
}

/**
 * Reserves numbers ahead of the joins, in Postgres before Redis, so that a loss of Redis never gives one twice. The
 * joins themselves tell when numbers run short: whoever met the bound waits for more instead of being refused.
 */
@Injectable()
export class Reservations {
  private readonly lanes = new BoundedMap<string, Lane>(LANES_MAX);
  private readonly streaks = new Streaks(new Logger('Reservations'));
  /** Replaced in specs. */
  nowMs = (): number => performance.now();

  constructor(
    private readonly repository: QueueRepository,
    private readonly store: LineStore,
    private readonly epochs: EpochGuard,
  ) {}

  /** Reserves more in the background once half is used. @param left numbers still reserved beyond `arrivals` */
  taken(saleId: string, lane: string, arrivals: number, left: number): void {
    const known = this.laneOf(saleId, lane, arrivals);
    if (isShort(left, known.ahead)) void this.raised(saleId, lane, arrivals);
  }

  /** Reserves numbers beyond `arrivals`; returns false if it could not. Concurrent callers share one attempt. */
  async raised(saleId: string, lane: string, arrivals: number): Promise<boolean> {
    const known = this.laneOf(saleId, lane, arrivals);
    if (known.raising) return await known.raising;
    const nowMs = this.nowMs();
    if (nowMs - known.failedAtMs < RETRY_MS) return false;
    const now = { arrivals, atMs: nowMs };
    known.ahead = aheadOf(known.before, now);
    known.before = now;
    known.raising = this.raise(saleId, lane, arrivals + known.ahead).then((isRaised) => {
      known.raising = null;
      if (!isRaised) known.failedAtMs = this.nowMs();
      return isRaised;
    });
    return await known.raising;
  }

  /** Never rejects. */
  private async raise(saleId: string, lane: string, reserved: number): Promise<boolean> {
    const raising = this.epochs.call(saleId, async (stamp) => {
      const stored = await this.repository.raiseReserved(saleId, lane, stamp.epoch, reserved);
      return stored === null ? { kind: 'stale' } : await this.store.raiseReserved(saleId, lane, stamp, stored);
    });
    try {
      const isRaised = (await within(WITHIN_MS, raising)).kind === 'raised';
      if (isRaised) this.streaks.succeeded(`${saleId} ${lane}`);
      return isRaised;
    } catch (error) {
      this.streaks.failed(`${saleId} ${lane}`, error);
      return false;
    }
  }

  private laneOf(saleId: string, lane: string, arrivals: number): Lane {
    return this.lanes.getOrMake(`${saleId} ${lane}`, () => ({
      before: { arrivals, atMs: this.nowMs() },
      ahead: RESERVE_AHEAD,
      raising: null,
      failedAtMs: Number.NEGATIVE_INFINITY,
    }));
  }
}
