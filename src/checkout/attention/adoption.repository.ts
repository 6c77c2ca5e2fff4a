import { Injectable } from '@nestjs/common';
import type { CommittedOrder } from '../../inventory/inventory.types.js';
import type { Stray } from '../../payments/quarantine/quarantine.types.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

interface PricedType {
  id: string;
  name: string;
  priceMinor: number;
}

/**
 * Re-creates an order that a restored database lacks, with the id, fan and units still in Redis. Its intent is written
 * as open, so that the next check with the provider sells the order like any other whose capture is learnt late.
 * The buyer is unknown, but the buyer's link still opens the order.
 */
@Injectable()
export class AdoptionRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns those of the intents that have a payment here. */
  async written(intentIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT intent_id AS id FROM payment WHERE intent_id = ANY(${[...intentIds]}::text[])`;
    return new Set(rows.map(({ id }) => id));
  }

  /** @returns false if the ticket type or pool of a unit is unknown, or the order was adopted with another intent */
  async adopt(stray: Stray, order: CommittedOrder, types: readonly PricedType[]): Promise<boolean> {
    const units = order.units.flatMap(({ poolId, seatId, quantity }) =>
      Array.from({ length: quantity }, () => ({ poolId, seatId })),
    );
    const prices = types.map(({ id, name, priceMinor }) => ({ id, name, price: priceMinor }));
    const rows = await this.prisma.$queryRaw<{ items: number }[]>`
      WITH unit AS (
        SELECT row_number() OVER ()::int AS n, u."poolId" AS pool_id, u."seatId" AS seat_id, pool.ticket_type_id, type.name, type.price
        FROM jsonb_to_recordset(${JSON.stringify(units)}::jsonb) AS u ("poolId" text, "seatId" text)
        JOIN pool ON pool.id = u."poolId"
        JOIN jsonb_to_recordset(${JSON.stringify(prices)}::jsonb) AS type (id text, name text, price bigint) ON type.id = pool.ticket_type_id
      ),
      added AS (
        INSERT INTO orders (id, sale_id, fan_key, idempotency_key, body_hash, epoch, state, payment, attempt, total_minor, currency,
          buyer_email, buyer_name, deadline_sale_ms, reason)
        SELECT ${stray.orderId}, ${stray.saleId}, ${order.fanKey}, 'adopted:' || ${stray.orderId}, '', 0, 'canceling', 'open', ${stray.attempt}::int,
          ${stray.amountMinor}::bigint, ${stray.currency}, '', '', 0, NULL
        WHERE (SELECT count(*) FROM unit) = ${units.length}::int ON CONFLICT DO NOTHING RETURNING id
      ),
      items AS (
        INSERT INTO order_item (order_id, n, pool_id, ticket_type_id, seat_id, label, price_minor, total_minor)
        SELECT added.id, unit.n, unit.pool_id, unit.ticket_type_id, unit.seat_id, COALESCE(unit.name || ' ' || unit.seat_id, unit.name), unit.price, unit.price
        FROM added CROSS JOIN unit RETURNING n
      ),
      quotas AS (
        INSERT INTO quota (scope, kind, digest, n, max)
        SELECT ${stray.saleId} || ':' || unit.ticket_type_id, 'place', ${order.fanKey}, count(*)::int, count(*)::int
        FROM added CROSS JOIN unit GROUP BY unit.ticket_type_id
        ON CONFLICT (scope, kind, digest) DO UPDATE SET n = quota.n + excluded.n, max = GREATEST(quota.max, quota.n + excluded.n)
      ),
      paid AS (
        INSERT INTO payment (id, order_id, attempt, state, intent_id, amount_minor, currency, sale_id, checked_at)
        SELECT 'pay_' || substr(added.id, 5) || lpad(${stray.attempt}::text, 2, '0'), added.id, ${stray.attempt}::int, 'open', ${stray.intentId},
          ${stray.amountMinor}::bigint, ${stray.currency}, ${stray.saleId}, 'epoch' FROM added
      )
      SELECT (SELECT count(*)::int FROM items) AS items`;
    // or an earlier try has written it; a second charge of the same order is not adopted by its first one
    return (rows[0]?.items ?? 0) > 0 || (await this.written([stray.intentId])).size > 0;
  }
}
