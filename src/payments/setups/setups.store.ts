import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { redisNowMs } from '../../platform/redis/redis-time.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const HOUR_SECONDS = 3_600;

/** Remembers which checks of cards are unfinished, and how often each was declined. Rejects while Redis is unreachable. */
@Injectable()
export class SetupsStore {
  constructor(private readonly redis: RedisService) {}

  /** @param lifeMs by the clock of Redis, because those of the nodes differ */
  async opened(setupIntentId: string, lifeMs: number): Promise<void> {
    await this.redis.core.zadd(Keys.openSetups(), (await redisNowMs(this.redis.core)) + lifeMs, setupIntentId);
  }

  async ended(setupIntentId: string): Promise<void> {
    await this.redis.core.zrem(Keys.openSetups(), setupIntentId);
  }

  /** Returns those that have expired, the oldest first. */
  async expired(limit: number): Promise<string[]> {
    const nowMs = await redisNowMs(this.redis.core);
    return await this.redis.core.zrangebyscore(Keys.openSetups(), 0, nowMs, 'LIMIT', 0, limit);
  }

  /** Counts declines by their events, since one event may arrive twice. Returns how many there were. */
  async declined(setupIntentId: string, events: readonly string[]): Promise<number> {
    const key = Keys.setupDeclines(setupIntentId);
    const replies = await this.redis.core
      .multi()
      .sadd(key, ...events)
      .expire(key, HOUR_SECONDS)
      .scard(key)
      .exec();
    return Number(replies?.[2]?.[1] ?? 0);
  }
}
