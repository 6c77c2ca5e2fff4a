import { Injectable } from '@nestjs/common';
import { RedisService } from '../../platform/redis/redis.service.js';
import { type EpochStamp, stampOf } from '../../saletime/epoch-stamp.js';
import { isStoreAway } from '../../platform/store-away.js';
import { LineRecordCache } from './line-record-cache.service.js';
import type { LineRecord } from '../queue.repository.js';

/** Runs the sale's scripts under its epoch: the single place that decides whether core Redis is available. */
@Injectable()
export class EpochGuard {
  constructor(
    private readonly redis: RedisService,
    private readonly records: LineRecordCache,
  ) {}

  /** Returns null if the epoch is uncertain or Redis is unreachable; then nothing may be claimed or held. */
  async stamp(saleId: string, fresh = false): Promise<EpochStamp | null> {
    const record = fresh ? await this.records.refresh(saleId) : await this.records.current(saleId);
    return record && record.epoch > 0 ? stampOf(this.redis, saleId, record.epoch) : null;
  }

  /**
   * Runs script calls under the sale's stamp; retries once with a fresh record if the stamp was stale.
   * @returns the result of `run`, or `away`
   */
  async call<T extends { kind: string }>(
    saleId: string,
    run: (stamp: EpochStamp, record: LineRecord) => Promise<T | { kind: 'stale' }>,
  ): Promise<Exclude<T, { kind: 'stale' }> | { kind: 'away' }> {
    for (const attempt of ['first', 'again'] as const) {
      const record = attempt === 'first' ? await this.records.current(saleId) : await this.records.refresh(saleId);
      const stamp = record && record.epoch > 0 ? stampOf(this.redis, saleId, record.epoch) : null;
      if (!record || !stamp) return { kind: 'away' };
      try {
        const result = await run(stamp, record);
        if (result.kind !== 'stale') return result as Exclude<T, { kind: 'stale' }>;
      } catch (error) {
        if (isStoreAway(error)) return { kind: 'away' };
        throw error;
      }
    }
    return { kind: 'away' };
  }

  /** Runs a read that needs no stamp; returns null while Redis is unreachable. */
  async orNull<T>(read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      if (isStoreAway(error)) return null;
      throw error;
    }
  }
}
