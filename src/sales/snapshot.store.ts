import { Injectable } from '@nestjs/common';
import { defineScript } from '../platform/redis/define-script.js';
import { Keys } from '../platform/redis/keys.js';
import { RedisService } from '../platform/redis/redis.service.js';

const putSnapshot = defineScript({ room: 'sales', name: 'put-snapshot' });

/** Work that one node does for all, at most once in a while for each sale. */
export type Turn = 'snapshot' | 'signals';

/** The snapshot of each sale, encoded, and whose turn it is to make the next. All reject while Redis is away. */
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

  /** True for one node in every `forMs`: saves the others the work, and nothing more hangs on it. */
  async takeTurn(saleId: string, turn: Turn, forMs: number): Promise<boolean> {
    return (await this.redis.core.set(Keys.saleTurn(saleId, turn), '1', 'PX', forMs, 'NX')) === 'OK';
  }
}
