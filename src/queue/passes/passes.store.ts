import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { redisNowMs } from '../../platform/redis/redis-time.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';

const NO_KEY = '1';

const noteEnded = defineScript({ room: 'queue', name: 'note-ended' });

/** Passes of all sales that are invalid before their expiry. Rejects while Redis is unreachable. */
@Injectable()
export class PassesStore {
  constructor(
    private readonly redis: RedisService,
    private readonly tokens: Tokens,
  ) {}

  /** @param lifeMs longest life of a pass: after it, none of theirs is valid */
  async revoke(admissionIds: readonly string[], lifeMs: number): Promise<void> {
    await noteEnded.run(this.redis.core, [Keys.revokedAdmissions()], [lifeMs, ...admissionIds]);
  }

  async revoked(): Promise<string[]> {
    const nowMs = await redisNowMs(this.redis.core);
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
