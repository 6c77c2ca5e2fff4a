import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { redisNowMs } from '../../platform/redis/redis-time.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const noteEnded = defineScript({ room: 'queue', name: 'note-ended' });

/** Passes of all sales that are invalid before their expiry. Rejects while Redis is unreachable. */
@Injectable()
export class PassesStore {
  constructor(private readonly redis: RedisService) {}

  /** @param lifeMs longest life of a pass: after it, none of theirs is valid */
  async revoke(admissionIds: readonly string[], lifeMs: number): Promise<void> {
    await noteEnded.run(this.redis.core, [Keys.revokedAdmissions()], [lifeMs, ...admissionIds]);
  }

  async revoked(): Promise<string[]> {
    const nowMs = await redisNowMs(this.redis.core);
    return await this.redis.core.zrangebyscore(Keys.revokedAdmissions(), `(${nowMs}`, '+inf');
  }

  /** Returns false if this pass was used before. */
  async redeem(passId: string, lifeMs: number): Promise<boolean> {
    return (await this.redis.core.set(Keys.redeemedPass(passId), '1', 'PX', Math.max(1, lifeMs), 'NX')) === 'OK';
  }
}
