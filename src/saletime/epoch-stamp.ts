import type { RedisService } from '../platform/redis/redis.service.js';

/** Required by every script that changes a sale; refused as stale unless both fields equal those of the sale's hash. */
export interface EpochStamp {
  epoch: number;
  runId: string;
}

/** Returns the stamp for an epoch on the sale's Redis server; null while that is unreachable. */
export function stampOf(redis: RedisService, saleId: string, epoch: number): EpochStamp | null {
  const runId = redis.runId(saleId);
  return runId === null ? null : { epoch, runId };
}
