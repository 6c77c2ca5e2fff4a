import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const putSnapshot = defineScript({ room: 'sales', name: 'put-snapshot' });

/** The encoded snapshot of each sale. All methods reject while Redis is down. */
@Injectable()
export class SnapshotStore {
  constructor(private readonly redis: RedisService) {}

  /** Returns false if a newer snapshot is already stored. */
  async put(saleId: string, version: number, json: string): Promise<boolean> {
    const reply = await putSnapshot.run(this.redis.core, [Keys.snapshot(saleId)], [version, json]);
    return Array.isArray(reply) && reply[0] === 'STORED';
  }

  async read(saleId: string): Promise<string | null> {
    return await this.redis.read.hget(Keys.snapshot(saleId), 'body');
  }
}
