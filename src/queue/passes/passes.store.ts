import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';

const NO_KEY = '1';

/** Passes of all sales that are invalid before their expiry. Rejects while Redis is unreachable. */
@Injectable()
export class PassesStore {
  constructor(
    private readonly redis: RedisService,
    private readonly tokens: Tokens,
  ) {}

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

  /** Returns false if another call used this pass before; a call repeated with its idempotency key is the same call. */
  async redeem(passId: string, lifeMs: number, idempotencyKey: string | null): Promise<boolean> {
    const name = Keys.redeemedPass(passId);
    const call = idempotencyKey === null ? NO_KEY : this.tokens.mac('answer', 'redeem', passId, idempotencyKey);
    const isFirst = (await this.redis.core.set(name, call, 'PX', Math.max(1, lifeMs), 'NX')) === 'OK';
    return isFirst || (call !== NO_KEY && (await this.redis.core.get(name)) === call);
  }
}
