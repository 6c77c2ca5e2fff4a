import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Remembers outside of the database how far the database had come. */
@Injectable()
export class StoreMarkStore {
  constructor(private readonly redis: RedisService) {}

  /** null: Redis knows nothing of it. Rejects while Redis is away. */
  async read(installationId: string): Promise<number | null> {
    const mark = await this.redis.core.get(Keys.storeMark(installationId));
    return mark === null ? null : Number(mark);
  }

  async write(installationId: string, seenAtMs: number): Promise<void> {
    await this.redis.core.set(Keys.storeMark(installationId), String(seenAtMs));
  }
}
