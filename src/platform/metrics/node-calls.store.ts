import { Injectable } from '@nestjs/common';
import type { LiveCallsShape } from '../../contract/live/live-calls.js';
import { Keys } from '../redis/keys.js';
import { redisNowMs } from '../redis/redis-time.js';
import { RedisService } from '../redis/redis.service.js';
import type { CallCounts } from './fan-calls.js';
import { callsOf, FORGET_MS, type NodeCalls } from './node-calls.rules.js';

/** What each node answered to fans lately. Rejects while Redis is unreachable. */
@Injectable()
export class NodeCallsStore {
  constructor(private readonly redis: RedisService) {}

  async report(nodeId: string, counts: CallCounts): Promise<void> {
    const { reports, nowMs } = await this.read();
    const forgotten = reports.filter(({ atMs }) => nowMs - atMs > FORGET_MS).map(({ id }) => id);
    if (forgotten.length > 0) await this.redis.core.hdel(Keys.nodeCalls(), ...forgotten);
    await this.redis.core.hset(Keys.nodeCalls(), nodeId, JSON.stringify({ atMs: nowMs, ...counts }));
  }

  async takeBack(nodeId: string): Promise<void> {
    await this.redis.core.hdel(Keys.nodeCalls(), nodeId);
  }

  async calls(): Promise<LiveCallsShape> {
    const { reports, nowMs } = await this.read();
    return callsOf(reports, nowMs);
  }

  /** By the clock of Redis, because those of the nodes differ. */
  private async read(): Promise<{ reports: NodeCalls[]; nowMs: number }> {
    const [nowMs, stored] = await Promise.all([redisNowMs(this.redis.core), this.redis.core.hgetall(Keys.nodeCalls())]);
    const reports = Object.entries(stored).map(([id, json]) => ({
      id,
      ...(JSON.parse(json) as Omit<NodeCalls, 'id'>),
    }));
    return { reports, nowMs };
  }
}
