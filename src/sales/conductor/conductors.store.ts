import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const meetConductors = defineScript({ room: 'sales', name: 'meet-conductors' });

/** The nodes that conduct sales. Rejects while Redis is away. */
@Injectable()
export class ConductorsStore {
  constructor(private readonly redis: RedisService) {}

  /** Says that this node lives, and returns all that do. */
  async meet(nodeId: string, lifeMs: number): Promise<string[]> {
    const [, ...nodeIds] = (await meetConductors.run(
      this.redis.core,
      [Keys.conductors()],
      [nodeId, lifeMs],
    )) as string[];
    return nodeIds;
  }

  /** Takes this node off the list, so that others take its sales over at once. */
  async leave(nodeId: string): Promise<void> {
    await this.redis.core.hdel(Keys.conductors(), nodeId);
  }
}
