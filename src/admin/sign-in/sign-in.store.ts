import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const WINDOW_SECONDS = 15 * 60;
const FAILURES_ALLOWED = 10;
const OWNER_LINK_SECONDS = 15 * 60;

const countFailure = defineScript({ room: 'admin', name: 'count-failure' });

/** Failed sign-ins, counted by account and by network, and the one-time link of the first owner. */
@Injectable()
export class SignInStore {
  constructor(private readonly redis: RedisService) {}

  /** Seconds to wait when there were too many failures for one of the digests; 0 when a try is allowed. */
  async waitSeconds(digests: readonly string[]): Promise<number> {
    return await this.count(digests, 0);
  }

  async recordFailure(digests: readonly string[]): Promise<void> {
    await this.count(digests, 1);
  }

  async keepOwnerLink(digest: string): Promise<void> {
    await this.redis.core.set(Keys.ownerLink(digest), '1', 'EX', OWNER_LINK_SECONDS);
  }

  /** True once: the one that takes it is the owner. */
  async takeOwnerLink(digest: string): Promise<boolean> {
    return (await this.redis.core.getdel(Keys.ownerLink(digest))) !== null;
  }

  private async count(digests: readonly string[], added: number): Promise<number> {
    const reply = await countFailure.run(
      this.redis.core,
      digests.map((digest) => Keys.signInFailures(digest)),
      [WINDOW_SECONDS, FAILURES_ALLOWED, added],
    );
    return Array.isArray(reply) && reply[0] === 'LIMITED' ? Math.max(1, Number(reply[1])) : 0;
  }
}
