import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Passes of all sales that are invalid before their expiry. Rejects while Redis is unreachable. */
@Injectable()
export class PassesStore {
  constructor(private readonly redis: RedisService) {}

  /** @param untilMs wall time by which all their passes have expired */
  async revoke(admissionIds: readonly string[], nowMs: number, untilMs: number): Promise<void> {
    const key = Keys.revokedAdmissions();
    await this.redis.core
      .pipeline()
      .zadd(key, ...admissionIds.flatMap((id) => [untilMs, id]))
      .zremrangebyscore(key, '-inf', nowMs)
      .pexpireat(key, untilMs)
      .exec();
  }

  async revoked(nowMs: number): Promise<string[]> {
    return await this.redis.core.zrangebyscore(Keys.revokedAdmissions(), `(${nowMs}`, '+inf');
  }

  /** Returns false if this pass was used before. */
  async redeem(passId: string, lifeMs: number): Promise<boolean> {
    return (await this.redis.core.set(Keys.redeemedPass(passId), '1', 'PX', Math.max(1, lifeMs), 'NX')) === 'OK';
  }
}
