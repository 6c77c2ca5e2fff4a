import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Records the database's progress outside of the database. */
@Injectable()
export class StoreMarkStore {
  constructor(private readonly redis: RedisService) {}

  /** Returns null if Redis has no mark. Rejects while Redis is unreachable. */
  async read(installationId: string): Promise<number | null> {
    const mark = await this.redis.core.get(Keys.storeMark(installationId));
    return mark === null ? null : Number(mark);
  }

  async write(installationId: string, seenAtMs: number): Promise<void> {
    await this.redis.core.set(Keys.storeMark(installationId), String(seenAtMs));
  }
}
