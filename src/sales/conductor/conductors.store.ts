import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const meetConductors = defineScript({ room: 'sales', name: 'meet-conductors' });

/** Registry of nodes that conduct sales. Rejects while Redis is down. */
@Injectable()
export class ConductorsStore {
  constructor(private readonly redis: RedisService) {}

  /** Renews this node's registration and returns all live nodes. */
  async meet(nodeId: string, lifeMs: number): Promise<string[]> {
    const [, ...nodeIds] = (await meetConductors.run(
      this.redis.core,
      [Keys.conductors()],
      [nodeId, lifeMs],
    )) as string[];
    return nodeIds;
  }

  /** Deregisters this node, so that others take over its sales at once. */
  async leave(nodeId: string): Promise<void> {
    await this.redis.core.hdel(Keys.conductors(), nodeId);
  }
}
