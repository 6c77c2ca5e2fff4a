import { randomBytes, hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { commitmentOf, DRAW_SCHEME, drawKey, type DrawOrder, drawOrder } from '../../contract/draw.js';
import type { DrawShape } from '../../contract/shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { LineRecordCache } from '../line/line-record-cache.service.js';
import { LineStore } from '../line/line.store.js';
import { QueueAwayError } from '../queue.errors.js';
import { QueueRepository, type LineRecord } from '../queue.repository.js';

/** Everybody learns where they stand before the first call. */
const QUIET_MS = 5_000;
const SEED_BYTES = 32;
/** Orders kept ready: 90 pivots each. */
const ORDERS_MAX = 10_000;
const nodeSha256 = (data: Uint8Array): Uint8Array => hash('sha256', data, 'buffer');
/** A position costs some 90 hashes, and its fan asks again every few seconds. */
const POSITIONS_MAX = 200_000;

/** The fair draw of a sale: committed to when it is published, fixed once at opening, shown from then on. */
@Injectable()
export class DrawService {
  private readonly orders = new Map<string, DrawOrder>();
  private readonly positions = new Map<string, number>();

  constructor(
    private readonly repository: QueueRepository,
    private readonly records: LineRecordCache,
    private readonly store: LineStore,
    private readonly core: EpochGuard,
    private readonly tokens: Tokens,
    private readonly audit: AuditService,
  ) {}

  /** Draws the seed and publishes what it commits to. Again: the same commitment. */
  async commit(saleId: string, lanes: readonly string[]): Promise<{ commitment: string }> {
    const seed = randomBytes(SEED_BYTES).toString('hex');
    const fresh = commitmentOf(seed, saleId, null);
    const isNew = await this.repository.insert(saleId, this.tokens.seal('seed', seed), fresh, lanes);
    const record = await this.records.refresh(saleId);
    if (!record) throw new QueueAwayError('its draw cannot be committed to');
    if (isNew)
      await this.audit.record('system', 'draw.committed', saleId, {
        commitment: record.commitment,
        seedSealed: record.seedSealed,
      });
    return { commitment: record.commitment };
  }

  /** Fixes N of each lane: Postgres takes the first, then Redis and everybody else are told. Safe to repeat. */
  async fix(saleId: string): Promise<void> {
    const result = await this.core.call(saleId, async (stamp, record) => {
      let fixed = record;
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
      return await this.store.fixDraw(
        saleId,
        stamp,
        fixed.lanes.map(({ lane, drawn }) => ({ lane, drawn: drawn ?? 0 })),
        QUIET_MS,
      );
    });
    if (result.kind === 'away') throw new QueueAwayError('its draw cannot be fixed');
  }

  /** What the snapshot shows: the seed once N is fixed in Postgres, never before. */
  documentOf(record: LineRecord): DrawShape {
    return {
      scheme: DRAW_SCHEME,
      commitment: record.commitment,
      seed: record.frozenAt ? this.tokens.open('seed', record.seedSealed) : null,
      frozenAt: record.frozenAt?.toISOString() ?? null,
      beaconChain: record.beaconChain,
      round: record.round,
      beacon: record.beacon,
    };
  }

  /** A number's position; null before the draw, or for a lane that is none. About 0.1 ms. */
  positionOf(record: LineRecord, lane: string, number: number): number | null {
    const order = this.orderOf(record, lane);
    if (order === null) return null;
    const name = `${record.saleId}:${lane}:${number}`;
    const known = this.positions.get(name);
    if (known !== undefined) return known;
    const position = order.positionOf(number);
    if (this.positions.size >= POSITIONS_MAX) this.positions.clear();
    this.positions.set(name, position);
    return position;
  }

  private orderOf(record: LineRecord, lane: string): DrawOrder | null {
    const drawn = record.lanes.find((entry) => entry.lane === lane)?.drawn;
    if (!record.frozenAt || drawn === null || drawn === undefined) return null;
    const name = `${record.saleId}:${lane}`;
    const present = this.orders.get(name);
    if (present) return present;
    const seed = this.tokens.open('seed', record.seedSealed);
    const order = drawOrder(
      drawn,
      drawKey({ seed, saleId: record.saleId, lane, drawn, beacon: record.beacon }),
      nodeSha256,
    );
    if (this.orders.size >= ORDERS_MAX) this.orders.clear();
    this.orders.set(name, order);
    return order;
  }
}

export function keysOf(record: LineRecord): string[] {
  return record.lanes.map(({ lane }) => lane);
}
