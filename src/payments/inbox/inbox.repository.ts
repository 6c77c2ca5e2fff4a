import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DueRows } from '../../platform/work/due-rows.sql.js';
import { factInsertFrom } from '../payments.sql.js';
import { keptOf } from './event.rules.js';
import type { SeenEvent } from '../stripe/stripe.gateway.js';

export interface InboxEvent {
  id: string;
  type: string;
  body: unknown;
  tries: number;
}

const queue = new DueRows({
  table: 'stripe_event',
  idType: 'text',
  open: Prisma.sql`handled_at IS NULL`,
  columns: Prisma.sql`id, type, body, tries`,
  leaseSeconds: 30,
});
/** Stripe retries an event for up to three days; its id must be remembered longer than that. */
const KEEP_DAYS = 7;
const PRUNE_AT_ONCE = 2_000;
const LONGEST_WHY = 300;

/** Stores each Stripe event once, reduced to what hints need: no secrets, no personal data. */
@Injectable()
export class InboxRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Stores events that are new. Returns how many were. */
  async keep(events: readonly SeenEvent[]): Promise<number> {
    if (events.length === 0) return 0;
    const bodies = events.map((event) => JSON.stringify(keptOf(event.body)));
    return this.prisma.$executeRaw`INSERT INTO stripe_event (id, type, body, next_at)
      SELECT id, type, body::jsonb, now()
      FROM unnest(${events.map((event) => event.id)}::text[],
        ${events.map((event) => event.type)}::text[], ${bodies}::text[]) AS event (id, type, body)
      ON CONFLICT (id) DO NOTHING`;
  }

  async lease(limit: number): Promise<InboxEvent[]> {
    return this.prisma.rows<InboxEvent>(queue.take(limit));
  }

  async handled(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.prisma.$executeRaw`UPDATE stripe_event SET handled_at = now() WHERE id = ANY(${ids})`;
  }

  async postpone(ids: readonly string[], delayMs: number): Promise<void> {
    await this.prisma.$executeRaw(queue.postpone(ids, delayMs));
  }

  /** Postpones events that wait for a person, which is no failure: they keep the tries of one that was just looked at. */
  async wait(ids: readonly string[], delayMs: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE stripe_event SET tries = LEAST(tries, 2), next_at = now() + make_interval(secs => ${delayMs / 1_000}::float8) WHERE id = ANY(${ids})`;
  }

  /** Dead-letters an event that is unreadable or keeps failing, and alerts a person once. */
  async keepPoison(id: string, type: string, why: string): Promise<void> {
    const detail = `${type} ${id}: ${why}`.slice(0, LONGEST_WHY);
    await this.prisma.$executeRaw`
      WITH kept AS (
        INSERT INTO stripe_event (id, type, body, handled_at, poison) VALUES (${id}, ${type}, '{}'::jsonb, now(), ${detail})
        ON CONFLICT (id) DO UPDATE SET handled_at = now(), poison = excluded.poison WHERE stripe_event.poison IS NULL RETURNING id),
      fact AS (${factInsertFrom(Prisma.sql`SELECT '', 0, 'odd', jsonb_build_object('what', 'poison_event', 'intentId', NULL, 'detail', ${detail}::text),
        'odd:poison_event:' || id FROM kept`)})
      SELECT 1`;
  }

  async prune(): Promise<void> {
    await this.prisma.$executeRaw`DELETE FROM stripe_event WHERE id IN (
      SELECT id FROM stripe_event WHERE handled_at < now() - make_interval(days => ${KEEP_DAYS}) LIMIT ${PRUNE_AT_ONCE})`;
  }
}
