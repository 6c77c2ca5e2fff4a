import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { Backlog } from '../../platform/work/backlog.js';
import { backlogOf, readBacklog } from '../../platform/work/backlog.sql.js';
import { toBeEnded } from '../quarantine/quarantine.sql.js';
import type { StuckPaymentKind, StuckPaymentRow } from './stuck-payments.types.js';

/** For each queue: its waiting rows, since when, and the statement that makes one due at once. */
const queues: Record<StuckPaymentKind, { rows: Prisma.Sql; wake: (ref: string) => Prisma.Sql }> = {
  stuck_wish: {
    rows: Prisma.sql`(SELECT id AS ref, order_id, wants AS what, tries, last_error AS answer, wanted_at AS since FROM payment WHERE wants IS NOT NULL)`,
    wake: (ref) => Prisma.sql`UPDATE payment SET due_at = now() WHERE id = ${ref} AND wants IS NOT NULL`,
  },
  stuck_fact: {
    rows: Prisma.sql`(SELECT id::text AS ref, NULLIF(order_id, '') AS order_id, kind AS what, tries, NULL::text AS answer, created_at AS since FROM payment_fact WHERE taken_at IS NULL)`,
    wake: (ref) => Prisma.sql`UPDATE payment_fact SET next_at = now() WHERE id = ${ref}::bigint AND taken_at IS NULL`,
  },
  stuck_event: {
    rows: Prisma.sql`(SELECT id AS ref, NULL::text AS order_id, type AS what, tries, NULL::text AS answer, received_at AS since FROM stripe_event
      WHERE handled_at IS NULL AND NOT EXISTS (SELECT FROM quarantine WHERE ended_at IS NULL))`,
    wake: (ref) => Prisma.sql`UPDATE stripe_event SET next_at = now() WHERE id = ${ref} AND handled_at IS NULL`,
  },
  stuck_refund: {
    rows: Prisma.sql`(SELECT id AS ref, order_id, state AS what, tries, answer, asked_at AS since FROM payment_refund WHERE state IN ('asked', 'sent'))`,
    wake: (ref) =>
      Prisma.sql`UPDATE payment_refund SET due_at = now() WHERE id = ${ref} AND state IN ('asked', 'sent')`,
  },
  stuck_stray: {
    // its order may be unknown here
    rows: Prisma.sql`(SELECT intent_id AS ref, NULL::text AS order_id, 'order ' || order_id AS what, 0 AS tries, NULL::text AS answer, decided_at AS since
      FROM payment_stray WHERE ${toBeEnded})`,
    wake: (ref) => Prisma.sql`UPDATE payment_stray SET retry_at = now() WHERE intent_id = ${ref} AND ${toBeEnded}`,
  },
};

/** Payment rows that have been waiting too long, whatever the cause. */
@Injectable()
export class StuckPaymentsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Longest waiting first. */
  async find(
    kind: StuckPaymentKind,
    minutes: number,
    limit: number,
    known: readonly string[],
  ): Promise<StuckPaymentRow[]> {
    return await this.prisma.$queryRaw<StuckPaymentRow[]>`
      SELECT ref, order_id AS "orderId", what, tries, answer FROM ${queues[kind].rows} waiting
      WHERE since < now() - make_interval(mins => ${minutes}::int) AND NOT ref = ANY(${[...known]}::text[]) ORDER BY since LIMIT ${limit}::int`;
  }

  async waiting(kind: StuckPaymentKind, refs: readonly string[], minutes: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ ref: string }[]>`
      SELECT ref FROM ${queues[kind].rows} waiting WHERE ref = ANY(${[...refs]}::text[]) AND since < now() - make_interval(mins => ${minutes}::int)`;
    return rows.map(({ ref }) => ref);
  }

  async backlog(kind: StuckPaymentKind): Promise<Backlog> {
    return await readBacklog(
      this.prisma.$queryRaw(backlogOf(Prisma.sql`since`, Prisma.sql`${queues[kind].rows} waiting`)),
    );
  }

  /** Makes a row due at once; returns false if it no longer waits. */
  async wakeUp(kind: StuckPaymentKind, ref: string): Promise<boolean> {
    return (await this.prisma.$executeRaw(queues[kind].wake(ref))) > 0;
  }
}
