import { Injectable } from '@nestjs/common';
import Redlock, { type Lock, type ResourceLockedError } from 'redlock';
import { Keys } from '../redis/keys.js';
import { RedisService } from '../redis/redis.service.js';

/**
 * Leases save work: they let one of many nodes do what all could. Nothing is correct because of a lease, for a holder may
 * be stopped past its end without knowing; what must not happen twice is refused by the stores.
 */
@Injectable()
export class Leases {
  private readonly redlock: Redlock;

  constructor(redis: RedisService) {
    this.redlock = new Redlock([redis.core], { retryCount: 0 });
    this.redlock.on('error', () => undefined); // "somebody else has it" is an answer, see withLease
  }

  /** Runs `work` when the lease is free; false when another node has it or Redis is away. */
  async withLease(name: string, ttlMs: number, work: () => Promise<void>): Promise<boolean> {
    let lock: Lock;
    try {
      lock = await this.redlock.acquire([Keys.lease(name)], ttlMs);
    } catch {
      return false;
    }
    try {
      await work();
    } finally {
      await lock.release().catch((_error: ResourceLockedError | Error) => undefined); // it ended by itself
    }
    return true;
  }
}
