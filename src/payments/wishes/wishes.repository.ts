import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { freeRows } from '../../platform/work/free-rows.sql.js';
import type { PaymentWishKind } from '../payments.events.js';
import { LEASE_SECONDS, wishJson } from '../payments.sql.js';
import type { PaymentWish } from '../payments.types.js';

export interface Postponement {
  delayMs: number;
  reason: string;
  /** The try never left this process and does not count. */
  unsent?: boolean;
  /** The outcome under the current key is known: nothing was done, and nothing will be. */
  newRound?: boolean;
  /** The next key is trusted from now on, for as long as the provider keeps it. */
  newTerm?: boolean;
}

const LONGEST_ERROR = 300;

/** The wishes in the rows of payments. A wish superseded meanwhile is left alone. */
@Injectable()
export class WishesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Leases due wishes to this node, bounded per kind. */
  async lease(quota: ReadonlyMap<PaymentWishKind, number>): Promise<PaymentWish[]> {
    const wanted = [...quota].filter(([, n]) => n > 0);
    if (wanted.length === 0) return [];
    const rows = await this.prisma.rows<{ wish: PaymentWish }>(Prisma.sql`
      UPDATE payment SET tries = payment.tries + 1, due_at = now() + make_interval(secs => ${LEASE_SECONDS})
      FROM unnest(${wanted.map(([kind]) => kind)}::text[], ${wanted.map(([, n]) => n)}::int[]) AS quota (kind, n)
      CROSS JOIN LATERAL (
        ${freeRows({
          select: Prisma.sql`p.id`,
          from: Prisma.sql`payment p`,
          where: Prisma.sql`p.wants = quota.kind AND p.due_at <= now()`,
          orderBy: Prisma.sql`p.due_at`,
          limit: Prisma.sql`quota.n`,
        })}) due
      WHERE payment.id = due.id
      RETURNING ${wishJson} AS wish`);
    return rows.map(({ wish }) => wish);
  }

  /**
   * Renews this node's leases; each try counts, so `tries` distinguishes its lease from a later one. The lease of a
   * create covers the cancel that superseded it. Returns the order ids of those still held.
   */
  async renew(wishes: readonly PaymentWish[]): Promise<Set<string>> {
    const mine = wishes.map(({ orderId, attempt, wants, tries }) => ({ orderId, attempt, wants, tries }));
    const rows = await this.prisma.rows<{ orderId: string }>(Prisma.sql`
      UPDATE payment SET due_at = now() + make_interval(secs => ${LEASE_SECONDS})
      FROM jsonb_to_recordset(${JSON.stringify(mine)}::jsonb) AS mine ("orderId" text, attempt int, wants text, tries int)
      WHERE payment.order_id = mine."orderId" AND payment.attempt = mine.attempt AND payment.tries = mine.tries
        AND payment.due_at > now()
        AND (payment.wants = mine.wants OR (mine.wants = 'create' AND payment.wants = 'cancel' AND payment.state = 'creating'))
      RETURNING payment.order_id AS "orderId"`);
    return new Set(rows.map(({ orderId }) => orderId));
  }

  /** Clears a wish whose outcome needs no write. */
  async done({ orderId, attempt, wants }: PaymentWish): Promise<void> {
    await this.prisma.$executeRaw`UPDATE payment SET ${wishCleared(wants)}
      WHERE order_id = ${orderId} AND attempt = ${attempt} AND wants = ${wants}`;
  }

  async postpone(
    { orderId, attempt, wants }: PaymentWish,
    { delayMs, reason, unsent = false, newRound = false, newTerm = false }: Postponement,
  ): Promise<void> {
    await this.prisma.$executeRaw`UPDATE payment
      SET due_at = now() + make_interval(secs => ${delayMs / 1000}::float8), last_error = ${reason.slice(0, LONGEST_ERROR)},
        tries = GREATEST(0, tries - ${unsent ? 1 : 0}::int), key_round = key_round + ${newRound ? 1 : 0}::int,
        wanted_at = CASE WHEN ${newTerm}::boolean THEN now() ELSE wanted_at END
      WHERE order_id = ${orderId} AND attempt = ${attempt}
        AND (wants = ${wants} OR (${wants} = 'create' AND wants = 'cancel' AND state = 'creating'))`;
  }
}

/** Clears `kind` from a row; a wish that superseded it stays. */
export function wishCleared(kind: PaymentWishKind | null): Prisma.Sql {
  return Prisma.sql`wants = NULLIF(payment.wants, ${kind}::text),
    last_error = CASE WHEN payment.wants = ${kind}::text THEN NULL ELSE payment.last_error END`;
}
