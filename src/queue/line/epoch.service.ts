import { Injectable } from '@nestjs/common';
import type { SaleState } from '../../contract/shapes.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { AdmissionPolicy } from '../admission/admission.policy.js';
import { EpochGuard } from './epoch-guard.service.js';
import { keysOf } from '../draw/draw.service.js';
import type { StoredSetup } from './line.reading.js';
import { LineRecordCache } from './line-record-cache.service.js';
import { type Held, LineStore, type SetupFields } from './line.store.js';
import { QueueAwayError } from '../queue.errors.js';
import { type LineRecord, QueueRepository } from '../queue.repository.js';
import type { QueueSetup } from '../queue.types.js';
import { stampOf } from '../../saletime/epoch-stamp.js';

const MINUTE_MS = 60_000;
/** Numbers that may be given before Postgres must be told again; reservation.task.ts goes on from there. */
export const RESERVE_AHEAD = 10_000;
/** After a loss nobody new is called for so long: who was in comes back first. */
const QUIET_AFTER_LOSS_MS = 15_000;
/** Stock in one admission's hands lives at most 1.5 holds and one payment beyond the time to shop. */
const HOLD_SHARE = 1.5;

/** Admissions that are open, with the time they have left now. */
export type Extension = { kind: 'extended'; admissions: { id: string; leftMs: number }[] } | { kind: 'too_far' };

/** The epoch of a sale: closing, rebuilding and opening its line, and what the promoter may change while it runs. */
@Injectable()
export class EpochService {
  /** The server that each rebuild of this node began on. */
  private readonly building = new Map<string, string | null>();

  constructor(
    private readonly repository: QueueRepository,
    private readonly records: LineRecordCache,
    private readonly store: LineStore,
    private readonly redis: RedisService,
    private readonly core: EpochGuard,
  ) {}

  /**
   * Closes the sale and raises its epoch. Other nodes may believe in the old one for 2 s more: a recovery waits 4 s before
   * it reads what was sold.
   */
  async begin(saleId: string): Promise<number> {
    this.building.set(saleId, this.redis.runId(saleId));
    const epoch = await this.repository.raiseEpoch(saleId, async () => void (await this.store.close(saleId, null)));
    await this.store.close(saleId, epoch);
    await this.records.refresh(saleId);
    return epoch;
  }

  /** Writes the line from Postgres. Arrivals start at the reserved numbers: none is given twice. */
  async restore(setup: QueueSetup, epoch: number): Promise<void> {
    const record = await this.records.refresh(setup.saleId);
    if (!record) throw new QueueAwayError('it cannot be restored');
    const lanes = [];
    for (const lane of record.lanes) {
      const skipped = await this.repository.skipReserved(setup.saleId, lane.lane, RESERVE_AHEAD);
      if (!skipped) throw new QueueAwayError('a lane of it is gone');
      lanes.push({ ...lane, ...skipped, serving: Math.min(lane.serving, skipped.arrivals) });
    }
    const quietMs = epoch > 1 ? QUIET_AFTER_LOSS_MS : 0;
    const line = { state: setup.state, saleMs: record.saleMs, quietMs, setup: fieldsOf(setup), lanes };
    const restored = await this.store.restore(setup.saleId, epoch, line);
    if (restored.kind === 'stale') throw new QueueAwayError('another recovery has begun');
  }

  /** Refused on another server than the rebuild began on: a restart or a promotion may have lost some of what was written. */
  async open(saleId: string, epoch: number): Promise<void> {
    const stamp = stampOf(this.redis, saleId, epoch);
    const isSameServer = stamp !== null && this.building.get(saleId) === stamp.runId;
    this.building.delete(saleId);
    if (!isSameServer || (await this.store.open(saleId, stamp)).kind === 'stale')
      throw new QueueAwayError('it cannot be opened');
    await this.records.refresh(saleId);
  }

  /** Returns false if Redis holds another epoch than Postgres, or none; null if that cannot be determined. */
  async isAlive(saleId: string): Promise<boolean | null> {
    const alive = await this.agrees(saleId, await this.records.current(saleId));
    // what is remembered may be from before another node's rebuild: nothing is torn down because of that
    return alive === false ? await this.agrees(saleId, await this.records.refresh(saleId)) : alive;
  }

  /** Of these sales, those that Redis does not have in Postgres' epoch, the busiest first. */
  async lostOf(saleIds: readonly string[]): Promise<string[]> {
    if (saleIds.length === 0 || !this.redis.isHere) return [];
    const epochs = await this.repository.epochsOf(saleIds);
    const held = await this.core.orNull(() => this.store.holdsOf(epochs.map(({ saleId }) => saleId)));
    if (!held) return [];
    return epochs
      .map(({ saleId }) => saleId)
      .filter((saleId, index) => this.isLost(saleId, epochs[index]?.epoch, held[index]));
  }

  /** What cannot be read now is not known to be lost. */
  private isLost(saleId: string, epoch: number | undefined, held: Held | null | undefined): boolean {
    const runId = this.redis.runId(saleId);
    return held != null && runId !== null && (held.epoch !== epoch || held.runId !== runId);
  }

  async asleepOf(saleIds: readonly string[]): Promise<Set<string> | null> {
    const held = await this.core.orNull(() => this.store.holdsOf(saleIds));
    return held && new Set(saleIds.filter((_, index) => held[index]?.isAsleep));
  }

  async setState(saleId: string, state: SaleState): Promise<void> {
    const result = await this.core.call(saleId, (stamp, record) =>
      this.store.setState(saleId, keysOf(record), stamp, state),
    );
    if (result.kind === 'away') throw new QueueAwayError(`it cannot become ${state}`);
  }

  /**
   * Gives everybody who shops, holds or pays more time. Postgres follows Redis: a loss in between costs the extension, as
   * sale time is restored from before it.
   */
  async extendDeadlines(saleId: string, byMs: number): Promise<Extension> {
    const result = await this.core.call(saleId, (stamp, record) =>
      this.store.extendDeadlines(saleId, keysOf(record), stamp, byMs),
    );
    if (result.kind === 'away') throw new QueueAwayError('its deadlines cannot be extended');
    if (result.kind === 'extended') await this.repository.moveSaleTimeBack(saleId, byMs);
    return result;
  }

  async applySetup(setup: QueueSetup): Promise<void> {
    const result = await this.core.call(setup.saleId, (stamp) =>
      this.store.applySetup(setup.saleId, stamp, fieldsOf(setup)),
    );
    if (result.kind === 'away') throw new QueueAwayError('its policy cannot be changed');
  }

  private async agrees(saleId: string, record: LineRecord | null): Promise<boolean | null> {
    const runId = this.redis.runId(saleId);
    const held = await this.core.orNull(() => this.store.holds(saleId));
    if (!record || runId === null || !held) return null;
    return record.epoch > 0 && held.epoch === record.epoch && held.runId === runId;
  }
}

/** The policy as scripts read it (fields in ms), and as the tick reads it (JSON). */
function fieldsOf({ slug, policy, policyVersion, lanes }: QueueSetup): SetupFields {
  const stored: StoredSetup = {
    slug,
    policy,
    weights: Object.fromEntries(lanes.map(({ key, weight }) => [key, weight])),
  };
  return { version: policyVersion, json: JSON.stringify(stored), fields: Object.entries(termsOf(policy)).flat() };
}

function termsOf(policy: AdmissionPolicy): Record<string, number> {
  const limitMinutes = policy.shopMinutes + policy.holdMinutes * HOLD_SHARE + policy.payMinutes;
  return {
    cap: policy.cap,
    graceMs: policy.graceSeconds * 1_000,
    claimMs: policy.claimMinutes * MINUTE_MS,
    shopMs: policy.shopMinutes * MINUTE_MS,
    idleMs: policy.idleMinutes * MINUTE_MS,
    limitMs: limitMinutes * MINUTE_MS,
    groupMax: policy.groupMax,
  };
}
