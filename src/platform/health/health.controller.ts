import { Controller, Get, HttpCode, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { allRoles, Config, type Role } from '../config/config.js';
import { ProblemError } from '../problem/problem.js';
import { PostgresProbe } from '../prisma/postgres-probe.js';
import { RedisService } from '../redis/redis.service.js';
import { RedisBindingTask } from '../stores/redis-binding.task.js';
import { StoreReachTask } from '../stores/store-reach.task.js';
import { Drain } from './drain.js';
import { type Dependencies, type Readiness, readinessOf } from './readiness.rules.js';

/**
 * live: the process runs. ready: it should receive traffic, overall or for one role; the answer lists each dependency.
 */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly redis: RedisService,
    private readonly postgres: PostgresProbe,
    private readonly binding: RedisBindingTask,
    private readonly reach: StoreReachTask,
    private readonly drain: Drain,
    private readonly config: Config,
  ) {}

  @Get('live')
  @HttpCode(200)
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply, @Query('role') asked?: unknown): Promise<Readiness> {
    const readiness = readinessOf(this.rolesAsked(asked), await this.dependencies(), this.drain.draining);
    if (readiness.status === 'stopping' || readiness.status === 'down')
      void reply.status(503).header('retry-after', '2');
    return readiness;
  }

  /** Returns this node's roles, or the requested one. */
  private rolesAsked(asked: unknown): Iterable<Role> {
    if (asked === undefined) return this.config.roles;
    const role = allRoles.find((each) => each === asked);
    if (!role || !this.config.roles.has(role))
      throw new ProblemError('NOT_FOUND', { detail: 'This node has no such role.' });
    return [role];
  }

  private async dependencies(): Promise<Dependencies> {
    const redis = !this.redis.isHere ? this.downOrCut('redis') : this.binding.isForeign ? 'foreign' : 'up';
    return { redis, postgres: (await this.postgres.isReached()) ? 'up' : this.downOrCut('postgres') };
  }

  private downOrCut(store: 'redis' | 'postgres'): 'down' | 'cut' {
    return this.reach.isCutFrom(store) ? 'cut' : 'down';
  }
}
