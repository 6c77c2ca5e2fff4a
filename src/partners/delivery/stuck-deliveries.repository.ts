import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StuckRows } from '../../checkout/attention/stuck-rows.service.js';
import type { StuckRow } from '../../checkout/attention/stuck.types.js';
import { Prisma } from '../../generated/prisma/client.js';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import type { Backlog } from '../../platform/work/backlog.js';
import { backlogOf, readBacklog } from '../../platform/work/backlog.sql.js';

/** Registers a watchdog check for webhooks that are due but not taken. Messages backing off are not stuck. */
@Injectable()
export class StuckDeliveriesRepository implements OnModuleInit {
  readonly kind = 'stuck_delivery';

  constructor(
    private readonly prisma: BackgroundPrisma,
    private readonly stuck: StuckRows,
  ) {}

  onModuleInit(): void {
    this.stuck.add(this);
  }

  /** Returns one row per endpoint, because a stalled endpoint has many messages. */
  async find(minutes: number, limit: number, known: readonly string[]): Promise<StuckRow[]> {
    const rows = await this.prisma.$queryRaw<{ id: string; waiting: number }[]>`
      SELECT m.endpoint_id AS id, count(*)::int AS waiting FROM webhook_message m
      JOIN webhook_endpoint e ON e.id = m.endpoint_id AND e.state = 'active' AND (e.paused_until IS NULL OR e.paused_until < now())
      WHERE m.state = 'pending' AND m.next_at < now() - make_interval(mins => ${minutes}::int)
        AND NOT m.endpoint_id = ANY(${[...known]}::text[])
      GROUP BY m.endpoint_id ORDER BY min(m.next_at) LIMIT ${limit}::int`;
    return rows.map(({ id, waiting }) => ({ ref: id, orderId: null, detail: { ref: id, waiting } }));
  }

  async waiting(endpointIds: readonly string[], minutes: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT m.endpoint_id AS id FROM webhook_message m
      JOIN webhook_endpoint e ON e.id = m.endpoint_id AND e.state = 'active'
      WHERE m.endpoint_id = ANY(${[...endpointIds]}::text[]) AND m.state = 'pending' AND m.next_at < now() - make_interval(mins => ${minutes}::int)`;
    return rows.map(({ id }) => id);
  }

  async backlog(): Promise<Backlog> {
    // what a partner's endpoint refuses or asked to wait for is theirs, and told as failing; the rest is ours
    const due = Prisma.sql`webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id AND e.state = 'active'
      AND e.failing_since IS NULL AND (e.paused_until IS NULL OR e.paused_until < now())
      WHERE m.state = 'pending' AND m.next_at < now()`;
    return await readBacklog(this.prisma.$queryRaw(backlogOf(Prisma.sql`m.next_at`, due)));
  }

  async wakeUp(ref: string): Promise<boolean> {
    return (
      (await this.prisma
        .$executeRaw`UPDATE webhook_message SET next_at = now() WHERE endpoint_id = ${ref} AND state = 'pending'`) > 0
    );
  }
}
