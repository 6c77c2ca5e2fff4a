import { Controller, Get, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ProblemError } from '../problem/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { RedisService } from '../redis/redis.service.js';
import { Drain } from './drain.js';

const CHECK_TIMEOUT_MS = 1_500;

/** live: the process runs. ready: it should be sent requests: not draining, and both stores answer. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly redis: RedisService,
    private readonly prisma: PrismaService,
    private readonly drain: Drain,
  ) {}

  @Get('live')
  @HttpCode(200)
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'ok' }> {
    if (this.drain.draining) throw new ProblemError('OVERLOADED', { detail: 'This node is stopping.' });
    if (this.redis.runId() === null) throw new ProblemError('CORE_AWAY', { detail: 'Redis does not answer.' });
    if (!(await this.postgresAnswers())) throw new ProblemError('CORE_AWAY', { detail: 'Postgres does not answer.' });
    return { status: 'ok' };
  }

  private async postgresAnswers(): Promise<boolean> {
    const timeout = new Promise<false>((resolve) => setTimeout(() => resolve(false), CHECK_TIMEOUT_MS).unref());
    const answer = this.prisma.$queryRaw`SELECT 1`.then(
      () => true as const,
      () => false as const,
    );
    return await Promise.race([answer, timeout]);
  }
}
