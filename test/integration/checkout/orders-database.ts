import pg from 'pg';
import type { Prisma } from '../../../src/generated/prisma/client.js';
import { insertOrders, type NewOrder, type OrderLine } from '../../../src/checkout/orders/orders.sql.js';
import { freshDatabase } from '../../support/services.js';

const CONNECTIONS = 20;

/** One sale with a general-admission pool and a seat pool; runs checkout's statements directly on the database. */
export class OrdersDatabase {
  private constructor(
    private readonly pool: pg.Pool,
    readonly url: string,
  ) {}

  static async open(capacity = 10): Promise<OrdersDatabase> {
    const url = await freshDatabase();
    const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
    pool.on('error', () => undefined); // the database is dropped while connections are idle
    await pool.query(`INSERT INTO queue_sale (sale_id, epoch, seed_sealed, commitment) VALUES ('sale_1', 1, 'x', 'x')`);
    await pool.query(
      `INSERT INTO pool (id, sale_id, ticket_type_id, capacity) VALUES ('pool_a', 'sale_1', 'tt_a', $1), ('pool_s', 'sale_1', 'tt_s', 10)`,
      [capacity],
    );
    return new OrdersDatabase(pool, url);
  }

  async run<T extends pg.QueryResultRow>(statement: Prisma.Sql): Promise<T[]> {
    return (await this.pool.query<T>(statement.text, statement.values)).rows;
  }

  async query<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(text, values)).rows;
  }

  async number(text: string, values: unknown[] = []): Promise<number> {
    const [row] = await this.query<{ n: string }>(text, values);
    return Number(row?.n);
  }

  /** Inserts a pending order with an open intent. */
  async pendingOrder(id: string, lines: readonly OrderLine[], overrides: Partial<NewOrder> = {}): Promise<string> {
    const fanKey = overrides.fanKey ?? `fan-${id}`;
    const order = newOrder(id, lines, { fanKey, ...overrides });
    await this.run(insertOrders([order]));
    await this.query(`UPDATE orders SET payment = 'open', attempt = 1 WHERE id = $1`, [id]);
    await this.query(
      `INSERT INTO payment (id, order_id, attempt, state, intent_id, amount_minor, currency, sale_id)
       SELECT 'pay_' || id, id, 1, 'open', 'pi_' || id, total_minor, currency, sale_id FROM orders WHERE id = $1
       ON CONFLICT DO NOTHING`,
      [id],
    );
    return id;
  }

  /** Stores a fact as if it had been applied, so that no task takes it; returns its id. */
  async fact(orderId: string, kind: string, data: object): Promise<bigint> {
    const [row] = await this.query<{ id: string }>(
      `INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe, taken_at)
       VALUES ($1, 1, $2, $3, gen_random_uuid()::text, now()) RETURNING id`,
      [orderId, kind, data],
    );
    return BigInt(row?.id ?? -1);
  }

  async stateOf(id: string): Promise<string | undefined> {
    const [row] = await this.query<{ state: string }>(`SELECT state FROM orders WHERE id = $1`, [id]);
    return row?.state;
  }

  sold(poolId = 'pool_a'): Promise<number> {
    return this.number(`SELECT sold AS n FROM pool WHERE id = $1`, [poolId]);
  }

  liveTickets(): Promise<number> {
    return this.number(`SELECT count(*) AS n FROM ticket WHERE voided_at IS NULL`);
  }

  /** Returns what is requested of the provider for the order; null for nothing. */
  async wishOf(id: string): Promise<string | null> {
    const [row] = await this.query<{ wants: string | null }>(`SELECT wants FROM payment WHERE order_id = $1`, [id]);
    return row?.wants ?? null;
  }

  /** Returns how many payments request this of the provider. */
  wishes(kind: string): Promise<number> {
    return this.number(`SELECT count(*) AS n FROM payment WHERE wants = $1`, [kind]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

export const standing = (quantity: number): OrderLine[] =>
  Array.from({ length: quantity }, () => ({
    poolId: 'pool_a',
    ticketTypeId: 'tt_a',
    seatId: null,
    label: 'Standing',
    ...{ priceMinor: 4_500, totalMinor: 4_500 },
  }));

export const seat = (seatId: string): OrderLine => ({
  poolId: 'pool_s',
  ticketTypeId: 'tt_s',
  seatId,
  label: seatId,
  ...{ priceMinor: 6_500, totalMinor: 6_500 },
});

export function newOrder(id: string, lines: readonly OrderLine[], overrides: Partial<NewOrder> = {}): NewOrder {
  const fanKey = overrides.fanKey ?? `fan-${id}`;
  const scopes = new Map<string, number>();
  for (const line of lines) scopes.set(line.ticketTypeId, (scopes.get(line.ticketTypeId) ?? 0) + 1);
  return {
    id,
    saleId: 'sale_1',
    fanKey,
    admissionId: 'adm_1',
    lane: 'general',
    holdId: `hold_${id}`,
    idempotencyKey: `key-${id}-0123456789`,
    bodyHash: 'hash',
    epoch: 1,
    totalMinor: lines.reduce((sum, line) => sum + line.priceMinor, 0),
    currency: 'EUR',
    buyerEmail: 'fan@example.com',
    buyerName: 'Fan',
    deadlineSaleMs: 600_000,
    ...{ lines, charges: null, promoId: null },
    quotas: [...scopes].map(([type, n]) => ({ scope: `sale_1:${type}`, kind: 'place', digest: fanKey, n, max: 4 })),
    ...overrides,
  };
}
