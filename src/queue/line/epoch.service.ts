import { Injectable, Logger } from '@nestjs/common';
import { msOfMinutes } from '../../contract/sale/minutes.js';
import type { SaleState } from '../../contract/sale/sale-shapes.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { AdmissionPolicy } from '../admission/admission.policy.js';
import { EpochGuard } from './epoch-guard.service.js';
import { isDrawn } from '../draw/draw.rules.js';
import { keysOf } from '../draw/draw.service.js';
import { lineDifference } from './line-difference.rules.js';
import type { LineReading, StoredSetup } from './line.reading.js';
import { RESERVE_AHEAD } from './reservation.rules.js';
import { LineRecordCache } from './line-record-cache.service.js';
import { type Held, LineStore, type SetupFields } from './line.store.js';
import { QueueAwayError } from '../queue.errors.js';
import { type LineRecord, QueueRepository } from '../queue.repository.js';
import type { LineDifference, QueueSetup } from '../queue.types.js';
import { stampOf } from '../../saletime/epoch-stamp.js';

/** Pause in calling after a loss of Redis, so that fans who were admitted before can return first. */
const QUIET_AFTER_LOSS_MS = 15_000;
/** Holds may outlive the time to shop by up to this many hold times, plus one payment. */
const HOLD_SHARE = 1.5;

/** Open admissions with the time they now have left. */
export type Extension =
  | { kind: 'extended'; admissions: { id: string; leftMs: number }[] }
  | { kind: 'too_far' }
  /** The line was rebuilt since, and no longer knows what was asked. */
  | { kind: 'other_epoch' };
/** Repeated under its key, an extension is made once; only the epoch in which it was asked knows the key. */
export interface ExtensionAsking {
  key: string;
  epoch?: number | undefined;
}

/**
 * Manages a sale's epoch: closes, rebuilds and opens its line, and applies the promoter's changes while it runs.
 * Methods that change a sale throw QueueAwayError while its line is unreachable.
 */
@Injectable()
export class EpochService {
  private readonly log = new Logger('Epochs');
  /** Run id of the Redis server on which each of this node's rebuilds began. */
  private readonly building = new Map<string, string | null>();

  constructor(
    private readonly repository: QueueRepository,
    private readonly records: LineRecordCache,
    private readonly store: LineStore,
    private readonly redis: RedisService,
    private readonly epochs: EpochGuard,
  ) {}

  /**
   * Closes the sale and raises its epoch. Other nodes may trust the old epoch for another 2 s, so a recovery waits 4 s
   * before it reads what was sold, unless nothing was running.
   * @param givenUp aborts unless the epoch has been raised: another node may have recovered the sale meanwhile
   */
  async begin(saleId: string, givenUp?: AbortSignal): Promise<number> {
    this.building.set(saleId, this.redis.runId(saleId));
    const epoch = await this.repository.raiseEpoch(saleId, async () => {
      givenUp?.throwIfAborted();
      await this.store.close(saleId, null);
      givenUp?.throwIfAborted();
    });
    await this.store.close(saleId, epoch);
    await this.records.refresh(saleId);
    return epoch;
  }

  /** Rebuilds the line from Postgres. Arrivals resume at the reserved bound, so that no number is given twice. */
  async restore(setup: QueueSetup, epoch: number): Promise<LineDifference> {
    const record = await this.records.refresh(setup.saleId);
    if (!record) throw new QueueAwayError('it cannot be restored');
    const lanes = [];
    for (const lane of record.lanes) {
      const skipped = await this.repository.skipReserved(setup.saleId, lane.lane, RESERVE_AHEAD);
      if (!skipped) throw new QueueAwayError('one of its lanes is missing');
      // an order that awaits its beacon is not known yet: the draw's own script writes N, and the pause after it
      const drawn = isDrawn(record) ? lane.drawn : null;
      lanes.push({ ...lane, ...skipped, drawn, serving: Math.min(lane.serving, skipped.arrivals) });
    }
    const former = await this.former(setup.saleId, keysOf(record));
    const quietMs = epoch > 1 ? QUIET_AFTER_LOSS_MS : 0;
    const line = { state: setup.state, saleMs: record.saleMs, quietMs, setup: fieldsOf(setup), lanes };
    const restored = await this.store.restore(setup.saleId, epoch, line);
    if (restored.kind === 'stale') throw new QueueAwayError('another recovery has begun');
    return lineDifference(former, lanes);
  }

  /** Reads what is left of the line; null if Redis holds none. A report is not worth a rebuild, so this never rejects. */
  private async former(saleId: string, lanes: readonly string[]): Promise<LineReading | null> {
    const reading = await this.store.read(saleId, lanes, 'core').catch(() => null);
    return reading?.setup ? reading : null;
  }

  /** Throws on another server than the rebuild began on: a restart or promotion may have lost some of its writes. */
  async open(saleId: string, epoch: number): Promise<void> {
    const stamp = stampOf(this.redis, saleId, epoch);
    const isSameServer = stamp !== null && this.building.get(saleId) === stamp.runId;
    this.building.delete(saleId);
    if (!isSameServer || (await this.store.open(saleId, stamp)).kind === 'stale')
      throw new QueueAwayError('it cannot be opened');
    await this.records.refresh(saleId);
  }

  /**
   * Returns false only if Redis is reachable and holds another epoch than Postgres, or none. Returns true if that
   * cannot be determined: nothing could be rebuilt then anyway.
   */
  async isAlive(saleId: string): Promise<boolean> {
    const alive = await this.agrees(saleId, await this.records.current(saleId));
    // the cached record may predate another node's rebuild: confirm with a fresh one before reporting a loss
    return (alive === false ? await this.agrees(saleId, await this.records.refresh(saleId)) : alive) ?? true;
  }

  /**
   * Returns those of the given sales that Redis has lost or never held, busiest first; undeterminable ones are omitted.
   * One query and one round trip for all.
   */
  async lostOf(saleIds: readonly string[]): Promise<string[]> {
    if (saleIds.length === 0 || !this.redis.isHere) return [];
    const epochs = await this.repository.epochsOf(saleIds);
    const held = await this.epochs.orNull(() => this.store.holdsOf(epochs.map(({ saleId }) => saleId)));
    if (!held) return [];
    return epochs
      .map(({ saleId }) => saleId)
      .filter((saleId, index) => this.isLost(saleId, epochs[index]?.epoch, held[index]));
  }

  /** Returns those of the sales that could be rebuilt now: their server accepts writes. */
  async writableOf(saleIds: readonly string[]): Promise<string[]> {
    return saleIds.length === 0 ? [] : await this.store.writableOf(saleIds);
  }

  /** Sales that cannot be read now do not count as lost. */
  private isLost(saleId: string, epoch: number | undefined, held: Held | null | undefined): boolean {
    const runId = this.redis.runId(saleId);
    return held !== null && held !== undefined && runId !== null && (held.epoch !== epoch || held.runId !== runId);
  }

  /** Returns those of the given sales that are asleep; null while Redis is unreachable. */
  async asleepOf(saleIds: readonly string[]): Promise<Set<string> | null> {
    const held = await this.epochs.orNull(() => this.store.holdsOf(saleIds));
    return held && new Set(saleIds.filter((_, index) => held[index]?.isAsleep));
  }

  async setState(saleId: string, state: SaleState): Promise<void> {
    const result = await this.epochs.call(saleId, (stamp, record) =>
      this.store.setState(saleId, keysOf(record), stamp, state),
    );
    if (result.kind === 'away') throw new QueueAwayError(`it cannot become ${state}`);
  }

  /**
   * Extends the deadlines of everybody who shops, holds or pays. Postgres is written after Redis, here or by the next
   * reading of the line; if both are lost until then, so is the extension.
   */
  async extendDeadlines(saleId: string, byMs: number, asking?: ExtensionAsking): Promise<Extension> {
    const result = await this.epochs.call(saleId, async (stamp, record) => {
      if ((asking?.epoch ?? stamp.epoch) !== stamp.epoch) return { kind: 'other_epoch' } as const;
      const extended = await this.store.extendDeadlines(saleId, keysOf(record), stamp, byMs, asking?.key);
      return extended.kind === 'extended' ? { ...extended, epoch: stamp.epoch } : extended;
    });
    if (result.kind === 'away') throw new QueueAwayError('its deadlines cannot be extended');
    if (result.kind === 'too_far' || result.kind === 'other_epoch') return result;
    const { admissions, saleMs, extendedMs, epoch } = result;
    // the extension is in force: a retry would extend once more
    await this.repository
      .keepProgress([{ saleId, epoch, saleMs, extendedMs, lanes: [] }])
      .catch((error: unknown) =>
        this.log.warn(`the extension of ${saleId} is kept with its next reading: ${String(error)}`),
      );
    return { kind: 'extended', admissions };
  }

  /** Applies the promoter's policy; a version older than the one in force is ignored. */
  async applySetup(setup: QueueSetup): Promise<void> {
    const result = await this.epochs.call(setup.saleId, (stamp) =>
      this.store.applySetup(setup.saleId, stamp, fieldsOf(setup)),
    );
    if (result.kind === 'away') throw new QueueAwayError('its policy cannot be changed');
  }

  private async agrees(saleId: string, record: LineRecord | null): Promise<boolean | null> {
    const runId = this.redis.runId(saleId);
    const held = await this.epochs.orNull(() => this.store.holds(saleId));
    if (!record || runId === null || !held) return null;
    return record.epoch > 0 && held.epoch === record.epoch && held.runId === runId;
  }
}

/** Renders the policy for the scripts (fields in ms) and for the tick (JSON). */
function fieldsOf({ slug, policy, policyVersion, lanes }: QueueSetup): SetupFields {
  const stored: StoredSetup = {
    slug,
    policy,
    weights: Object.fromEntries(lanes.map(({ key, weight }) => [key, weight])),
  };
  return { version: policyVersion, json: JSON.stringify(stored), fields: Object.entries(termsOf(policy)).flat() };
}

function termsOf(policy: AdmissionPolicy): Record<string, number | string> {
  const limitMinutes = policy.shopMinutes + policy.holdMinutes * HOLD_SHARE + policy.payMinutes;
  return {
    cap: policy.cap,
    graceMs: policy.graceSeconds * 1_000,
    claimMs: msOfMinutes(policy.claimMinutes),
    shopMs: msOfMinutes(policy.shopMinutes),
    idleMs: msOfMinutes(policy.idleMinutes),
    limitMs: msOfMinutes(limitMinutes),
    groupMax: policy.groupMax,
    handoff: policy.handoff,
    stepUp: policy.stepUp,
  };
}
