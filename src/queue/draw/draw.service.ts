import { randomBytes, hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { commitmentOf, DRAW_SCHEME, drawKey, type DrawOrder, drawOrder } from '../../contract/line/draw.js';
import type { DrawShape } from '../../contract/line/line-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { LineRecordCache } from '../line/line-record-cache.service.js';
import { LineStore } from '../line/line.store.js';
import { QueueAwayError } from '../queue.errors.js';
import { BeaconSource } from './beacon-source.js';
import { isAwaitingBeacon, isDrawn, QUIET_AFTER_DRAW_MS, roundOf } from './draw.rules.js';
import { QueueRepository, type LineRecord } from '../queue.repository.js';
import type { QueueSetup } from '../queue.types.js';

const SEED_BYTES = 32;
/** Age of the fixed N from which its beacon round is late; the round is due after 10 to 13 s. */
const BEACON_LATE_SECONDS = 45;
/** Cached orders; each holds 90 pivots. */
const ORDERS_MAX = 10_000;
const nodeSha256 = (data: Uint8Array): Uint8Array => hash('sha256', data, 'buffer');
/** Cached positions: each costs some 90 hashes, and its fan asks again every few seconds. */
const POSITIONS_MAX = 200_000;

/** A sale's fair draw: committed when the sale is published, fixed once at opening, revealed from then on. */
@Injectable()
export class DrawService {
  private readonly orders = new BoundedMap<string, DrawOrder>(ORDERS_MAX);
  private readonly positions = new BoundedMap<string, number>(POSITIONS_MAX);

  // more than six: the draw's stores, keys, audit log and beacon
  constructor(
    private readonly repository: QueueRepository,
    private readonly records: LineRecordCache,
    private readonly store: LineStore,
    private readonly epochs: EpochGuard,
    private readonly tokens: Tokens,
    private readonly audit: AuditService,
    private readonly beacons: BeaconSource,
  ) {}

  /** Draws the seed, publishes its commitment and creates the lanes, in Postgres. Idempotent. */
  async commit({ saleId, lanes, beacon }: QueueSetup): Promise<{ commitment: string }> {
    const seed = randomBytes(SEED_BYTES).toString('hex');
    const beaconChain = beacon ? this.beacons.chain.hash : null;
    const fresh = commitmentOf(seed, saleId, beaconChain);
    const draw = { saleId, seedSealed: this.tokens.seal('seed', seed), commitment: fresh, beaconChain };
    const isNew = await this.repository.insert(
      draw,
      lanes.map(({ key }) => key),
    );
    const record = await this.records.refresh(saleId);
    if (!record) throw new QueueAwayError('its draw cannot be committed to');
    if (isNew)
      await this.audit.record('system', 'draw.committed', saleId, {
        commitment: record.commitment,
        beaconChain: record.beaconChain,
        seedSealed: record.seedSealed,
      });
    return { commitment: record.commitment };
  }

  /**
   * Fixes N of each lane, in Postgres (first write wins) and then in Redis. Idempotent.
   * @returns `awaiting_beacon` while N is fixed but the order cannot be known yet: call again
   */
  async fix(saleId: string): Promise<'drawn' | 'awaiting_beacon'> {
    const result = await this.epochs.call(saleId, async (stamp, record) => {
      let fixed = isAwaitingBeacon(record) ? await this.withBeacon(record) : record;
      if (!record.frozenAt) {
        const line = await this.store.read(saleId, keysOf(record), 'core');
        if (line.epoch !== stamp.epoch || line.runId !== stamp.runId) return { kind: 'stale' };
        await this.repository.fixDraw(
          saleId,
          line.lanes.map(({ key, arrivals }) => ({ lane: key, drawn: arrivals })),
        );
        const stored = await this.records.refresh(saleId);
        if (!stored?.frozenAt) throw new QueueAwayError('its draw cannot be fixed');
        fixed = stored;
        await this.audit.record(
          'system',
          'draw.fixed',
          saleId,
          Object.fromEntries(fixed.lanes.map(({ lane, drawn }) => [lane, drawn])),
        );
      }
      if (!isDrawn(fixed)) return { kind: 'awaiting_beacon' as const };
      return await this.store.fixDraw(
        saleId,
        stamp,
        fixed.lanes.map(({ lane, drawn }) => ({ lane, drawn: drawn ?? 0 })),
        QUIET_AFTER_DRAW_MS,
      );
    });
    if (result.kind === 'away') throw new QueueAwayError('its draw cannot be fixed');
    return result.kind === 'awaiting_beacon' ? 'awaiting_beacon' : 'drawn';
  }

  /** Lists draws that have awaited their beacon for longer than `seconds`; by default, for too long. */
  async awaitingBeacon(limit: number, seconds = BEACON_LATE_SECONDS): Promise<{ saleId: string; seconds: number }[]> {
    return await this.repository.waitingDraws(seconds, limit);
  }

  /**
   * Completes a draw without the beacon it waits for: the way out while drand is unreachable. Refused before the beacon
   * is late, and once it has come.
   * @returns `already` if the draw no longer waits
   */
  async skipBeacon(saleId: string, actor: string): Promise<'skipped' | 'already' | 'early'> {
    const isNew = await this.repository.skipBeacon(saleId, BEACON_LATE_SECONDS);
    const record = await this.records.refresh(saleId);
    if (!record) throw new QueueAwayError('its draw cannot be read');
    if (isNew)
      await this.audit.record(actor, 'draw.without_beacon', saleId, { round: roundOf(record, this.beacons.chain) });
    if (isNew) return 'skipped';
    return isAwaitingBeacon(record) ? 'early' : 'already';
  }

  /** Stores the beacon if it has been published, and returns the up-to-date record. */
  private async withBeacon(record: LineRecord): Promise<LineRecord> {
    const { saleId } = record;
    const round = roundOf(record, this.beacons.chain);
    const signed = round === null ? null : this.beacons.round(round);
    // staff may have given the beacon up on another node
    if (signed === null) return (await this.records.refresh(saleId)) ?? record;
    const isNew = await this.repository.keepBeacon(saleId, signed.round, signed.randomness, signed.signature);
    if (isNew)
      await this.audit.record('system', 'draw.beacon', saleId, {
        ...{ round: signed.round, beacon: signed.randomness, signature: signed.signature },
      });
    return (await this.records.refresh(saleId)) ?? record;
  }

  /** Builds the public draw document: reveals the seed only once the order is known, the round once N is fixed. */
  documentOf(record: LineRecord): DrawShape {
    return {
      scheme: DRAW_SCHEME,
      commitment: record.commitment,
      seed: isDrawn(record) ? this.tokens.open('seed', record.seedSealed) : null,
      frozenAt: record.frozenAt?.toISOString() ?? null,
      beaconChain: record.beaconChain,
      round: record.round ?? roundOf(record, this.beacons.chain),
      beacon: record.beacon,
      beaconSignature: record.beaconSignature,
      beaconSkippedAt: record.beaconSkippedAt?.toISOString() ?? null,
    };
  }

  /** Returns a number's position; null before the draw and for unknown lanes. About 0.1 ms. */
  positionOf(record: LineRecord, lane: string, number: number): number | null {
    const order = this.orderOf(record, lane);
    if (order === null) return null;
    const name = `${record.saleId}:${lane}:${number}`;
    const known = this.positions.get(name);
    if (known !== undefined) return known;
    const position = order.positionOf(number);
    this.positions.set(name, position);
    return position;
  }

  private orderOf(record: LineRecord, lane: string): DrawOrder | null {
    const drawn = record.lanes.find((entry) => entry.lane === lane)?.drawn;
    if (!isDrawn(record) || drawn === null || drawn === undefined) return null;
    const name = `${record.saleId}:${lane}`;
    const present = this.orders.get(name);
    if (present) return present;
    const seed = this.tokens.open('seed', record.seedSealed);
    const order = drawOrder(
      drawn,
      drawKey({ seed, saleId: record.saleId, lane, drawn, beacon: record.beacon }),
      nodeSha256,
    );
    this.orders.set(name, order);
    return order;
  }
}

export function keysOf(record: LineRecord): string[] {
  return record.lanes.map(({ lane }) => lane);
}
