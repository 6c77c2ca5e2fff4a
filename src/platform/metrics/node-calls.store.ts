import { Injectable } from '@nestjs/common';
import type { LiveCallsShape } from '../../contract/live/live-calls.js';
import type { Role } from '../config/config.js';
import { Keys } from '../redis/keys.js';
import { redisNowMs } from '../redis/redis-time.js';
import { RedisService } from '../redis/redis.service.js';
import type { CallCounts } from './fan-calls.js';
import {
  callsOf,
  FORGET_MS,
  type LivingNode,
  livingOf,
  type NodeCalls,
  type NodeStanding,
  roleAwayMs,
} from './node-calls.rules.js';

/** Which nodes live, as what, and what each answered to fans lately. Rejects while Redis is unreachable. */
@Injectable()
export class NodeCallsStore {
  constructor(private readonly redis: RedisService) {}

  async report(nodeId: string, counts: CallCounts, standing: NodeStanding): Promise<void> {
    const { reports, nowMs } = await this.reports();
    const forgotten = reports.filter(({ atMs }) => nowMs - atMs > FORGET_MS).map(({ id }) => id);
    if (forgotten.length > 0) await this.redis.core.hdel(Keys.nodeCalls(), ...forgotten);
    const seen = standing.roles.flatMap((role) => [role, nowMs]);
    await Promise.all([
      this.redis.core.hset(Keys.nodeCalls(), nodeId, JSON.stringify({ atMs: nowMs, ...counts, ...standing })),
      this.redis.core.hset(Keys.rolesSeen(), ...seen),
    ]);
  }

  async takeBack(nodeId: string): Promise<void> {
    await this.redis.core.hdel(Keys.nodeCalls(), nodeId);
  }

  async read(): Promise<{ calls: LiveCallsShape; nodes: LivingNode[] }> {
    const { reports, nowMs } = await this.reports();
    return { calls: callsOf(reports, nowMs), nodes: livingOf(reports, nowMs) };
  }

  /** Returns for how long no node has had the role; 0 if one has, or none ever had. */
  async awayMs(role: Role): Promise<number> {
    const [{ reports, nowMs }, seenAt] = await Promise.all([
      this.reports(),
      this.redis.core.hget(Keys.rolesSeen(), role),
    ]);
    return roleAwayMs(role, seenAt === null ? null : Number(seenAt), reports, nowMs);
  }

  /** By the clock of Redis, because those of the nodes differ. */
  private async reports(): Promise<{ reports: NodeCalls[]; nowMs: number }> {
    const [nowMs, stored] = await Promise.all([redisNowMs(this.redis.core), this.redis.core.hgetall(Keys.nodeCalls())]);
    const reports = Object.entries(stored).map(([id, json]) => ({
      id,
      ...(JSON.parse(json) as Omit<NodeCalls, 'id'>),
    }));
    return { reports, nowMs };
  }
}
