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
  isRoleForgotten,
  type LivingNode,
  livingOf,
  type NodeCalls,
  type NodeStanding,
  reportsSince,
  roleAwayMs,
  type RolesSeen,
} from './node-calls.rules.js';

/** Which nodes live, as what, and what each answered to fans lately. Rejects while Redis is unreachable. */
@Injectable()
export class NodeCallsStore {
  /** The roles as a node of this process last read them. */
  private known: { nodeId: string; roles: RolesSeen } | null = null;

  constructor(private readonly redis: RedisService) {}

  /**
   * A Redis that lost its data, as it has if the node's last report is missing, is told again which roles there were:
   * a shop whose nodes died with it would be taken for one that never was.
   */
  async report(nodeId: string, counts: CallCounts, standing: NodeStanding): Promise<void> {
    const [{ reports, nowMs }, stored] = await Promise.all([this.reports(), this.rolesSeen()]);
    const forgotten = reports.filter(({ atMs }) => nowMs - atMs > FORGET_MS).map(({ id }) => id);
    const gone = Object.keys(stored).filter((role) => isRoleForgotten(stored[role] ?? 0, nowMs));
    const last = reports.find(({ id }) => id === nodeId);
    const lost = last === undefined && this.known?.nodeId === nodeId ? Object.entries(this.known.roles) : [];
    const seen = standing.roles.flatMap((role) => [role, nowMs]);
    const report = { atMs: nowMs, sinceMs: reportsSince(last, nowMs), ...counts, ...standing };
    const { core } = this.redis;
    await Promise.all([
      forgotten.length > 0 && core.hdel(Keys.nodeCalls(), ...forgotten),
      gone.length > 0 && core.hdel(Keys.rolesSeen(), ...gone),
      core.hset(Keys.nodeCalls(), nodeId, JSON.stringify(report)),
      core.hset(Keys.rolesSeen(), ...seen),
      ...lost.map(([role, atMs]) => core.hsetnx(Keys.rolesSeen(), role, atMs)),
    ]);
    this.known = { nodeId, roles: { ...Object.fromEntries(lost), ...stored } };
  }

  async takeBack(nodeId: string): Promise<void> {
    await this.redis.core.hdel(Keys.nodeCalls(), nodeId);
  }

  async read(): Promise<{ calls: LiveCallsShape; nodes: LivingNode[] }> {
    const [{ reports, nowMs }, seen] = await Promise.all([this.reports(), this.rolesSeen()]);
    return { calls: callsOf(reports, nowMs, seen), nodes: livingOf(reports, nowMs) };
  }

  /** Returns for how long no node has had the role; 0 if one has, or none had in a day. */
  async awayMs(role: Role): Promise<number> {
    const [{ reports, nowMs }, seen] = await Promise.all([this.reports(), this.rolesSeen()]);
    return roleAwayMs(role, seen[role] ?? null, reports, nowMs);
  }

  private async rolesSeen(): Promise<RolesSeen> {
    const stored = await this.redis.core.hgetall(Keys.rolesSeen());
    return Object.fromEntries(Object.entries(stored).map(([role, at]) => [role, Number(at)]));
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
