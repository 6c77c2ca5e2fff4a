import { Injectable } from '@nestjs/common';
import Redlock, { type Lock, type ResourceLockedError } from 'redlock';
import { Keys } from '../redis/keys.js';
import { RedisService } from '../redis/redis.service.js';

/**
 * Leases only save work: one node does what all could. Correctness never depends on a lease, because a paused holder
 * may outlive its lease unknowingly; the stores themselves refuse what must not happen twice.
 */
@Injectable()
export class Leases {
  private readonly redlock: Redlock;

  constructor(redis: RedisService) {
    this.redlock = new Redlock([redis.core], { retryCount: 0 });
    this.redlock.on('error', () => undefined); // "held by another node" is a normal outcome, see withLease
  }

  /** Runs `work` if the lease is free; returns false if another node holds it or Redis is unreachable. */
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
      await lock.release().catch((_error: ResourceLockedError | Error) => undefined); // it has expired already
    }
    return true;
  }
}
