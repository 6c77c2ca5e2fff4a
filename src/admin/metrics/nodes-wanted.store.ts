import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { Wanted } from './scaling.policy.js';

const reportWanted = defineScript({ room: 'admin', name: 'report-wanted' });

/** What the sales of every node will need: each is conducted by one, which alone knows it. */
@Injectable()
export class NodesWantedStore {
  constructor(
    private readonly redis: RedisService,
    private readonly config: Config,
  ) {}

  /**
   * Stores this node's report, null if it does not know, and returns those of all nodes. Rejects while Redis is down.
   */
  async report(wanted: Wanted | null, lifeMs: number): Promise<(Wanted | null)[]> {
    const args = [this.config.nodeId, JSON.stringify(wanted), lifeMs];
    const reports = (await reportWanted.run(this.redis.core, [Keys.nodesWanted()], args)) as string[];
    return reports.map((each) => JSON.parse(each) as Wanted | null);
  }

  /** Withdraws this node's report: others conduct its sales. */
  async withdraw(): Promise<void> {
    await this.redis.core.hdel(Keys.nodesWanted(), this.config.nodeId);
  }
}
