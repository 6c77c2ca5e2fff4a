import type { RedisService } from '../platform/redis/redis.service.js';

/** What a script that changes a sale must be given: refused unless both equal what the sale's hash holds. */
export interface EpochStamp {
  epoch: number;
  runId: string;
}

/** The stamp of an epoch at the server that has the sale; null while that is away. */
export function stampOf(redis: RedisService, saleId: string, epoch: number): EpochStamp | null {
  const runId = redis.runId(saleId);
  return runId === null ? null : { epoch, runId };
}
