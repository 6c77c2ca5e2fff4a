import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const putSnapshot = defineScript({ room: 'sales', name: 'put-snapshot' });

/** The snapshot of each sale, encoded. All reject while Redis is away. */
@Injectable()
export class SnapshotStore {
  constructor(private readonly redis: RedisService) {}

  /** False when a newer one is there already. */
  async put(saleId: string, version: number, json: string): Promise<boolean> {
    const reply = await putSnapshot.run(this.redis.core, [Keys.snapshot(saleId)], [version, json]);
    return Array.isArray(reply) && reply[0] === 'STORED';
  }

  async read(saleId: string): Promise<string | null> {
    return await this.redis.read.hget(Keys.snapshot(saleId), 'body');
  }
}
