import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { BreakerState, PspFigures } from './psp-health.js';

/** Figures older than this are stale. */
const FRESH_SECONDS = 5;
const FORGET_SECONDS = 3_600;
const MAX_NODES = 100;

@Injectable()
export class HealthRepository {
  constructor(private readonly prisma: PrismaService) {}

  async report(nodeId: string, figures: PspFigures): Promise<void> {
    const { breaker, calls, successes, throttled, p95Ms } = figures;
    await this.prisma.$executeRaw`INSERT INTO payment_node (node_id, at, breaker, calls, successes, throttled, p95_ms)
      VALUES (${nodeId}, now(), ${breaker}, ${calls}, ${successes}, ${throttled}, ${p95Ms})
      ON CONFLICT (node_id) DO UPDATE SET at = excluded.at, breaker = excluded.breaker, calls = excluded.calls,
        successes = excluded.successes, throttled = excluded.throttled, p95_ms = excluded.p95_ms`;
  }

  async forgetOld(): Promise<void> {
    await this.prisma.$executeRaw`DELETE FROM payment_node WHERE at < now() - make_interval(secs => ${FORGET_SECONDS})`;
  }

  /** Returns recent reports of nodes in the payments role. */
  async fresh(): Promise<PspFigures[]> {
    return this.prisma.$queryRaw<(PspFigures & { breaker: BreakerState })[]>`
      SELECT breaker, calls, successes, throttled, p95_ms AS "p95Ms" FROM payment_node
      WHERE at > now() - make_interval(secs => ${FRESH_SECONDS}) ORDER BY at DESC LIMIT ${MAX_NODES}`;
  }
}
