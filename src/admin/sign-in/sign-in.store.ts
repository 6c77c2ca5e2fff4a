import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { FailureCounter } from './throttle.rules.js';

const COUNTER_SECONDS = 15 * 60;
const OWNER_LINK_SECONDS = 15 * 60;

const countFailure = defineScript({ room: 'admin', name: 'count-failure' });

/** Failed sign-ins, spent challenges and one-time links. */
@Injectable()
export class SignInStore {
  constructor(private readonly redis: RedisService) {}

  /** Returns milliseconds until the next allowed attempt; 0: now. */
  async waitMs(counters: readonly FailureCounter[]): Promise<number> {
    return await this.count(counters, 0);
  }

  async recordFailure(counters: readonly FailureCounter[]): Promise<void> {
    await this.count(counters, 1);
  }

  /** Returns true for the first submission of a challenge. */
  async spendChallenge(id: string, lifeMs: number): Promise<boolean> {
    return (await this.redis.core.set(Keys.signInChallenge(id), '1', 'PX', lifeMs, 'NX')) === 'OK';
  }

  async keepOwnerLink(digest: string): Promise<void> {
    await this.redis.core.set(Keys.ownerLink(digest), '1', 'EX', OWNER_LINK_SECONDS);
  }

  /** Returns true once; the caller that gets it becomes the owner. */
  async takeOwnerLink(digest: string): Promise<boolean> {
    return (await this.redis.core.getdel(Keys.ownerLink(digest))) !== null;
  }

  async keepResetLink(digest: string, memberId: string, lifeSeconds: number): Promise<void> {
    await this.redis.core.set(Keys.passwordReset(digest), memberId, 'EX', lifeSeconds);
  }

  /** Consumes a reset link and returns its member; null when used or expired. */
  async takeResetLink(digest: string): Promise<string | null> {
    return await this.redis.core.getdel(Keys.passwordReset(digest));
  }

  /** Stores the sealed secret of an authenticator that is not confirmed yet. */
  async keepPendingSecret(memberId: string, sealed: string, lifeSeconds: number): Promise<void> {
    await this.redis.core.set(Keys.pendingSecondFactor(memberId), sealed, 'EX', lifeSeconds);
  }

  async pendingSecret(memberId: string): Promise<string | null> {
    return await this.redis.core.get(Keys.pendingSecondFactor(memberId));
  }

  async dropPendingSecret(memberId: string): Promise<void> {
    await this.redis.core.del(Keys.pendingSecondFactor(memberId));
  }

  private async count(counters: readonly FailureCounter[], added: number): Promise<number> {
    const reply = await countFailure.run(
      this.redis.core,
      counters.map(({ digest }) => Keys.signInFailures(digest)),
      [COUNTER_SECONDS, added, ...counters.flatMap(({ free, stepMs }) => [free, stepMs])],
    );
    return Number(reply);
  }
}
