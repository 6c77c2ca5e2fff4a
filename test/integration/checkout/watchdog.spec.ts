import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AttentionRepository } from '../../../src/checkout/attention/attention.repository.js';
import type { AttentionKind } from '../../../src/checkout/attention/attention.rules.js';
import { StuckOrdersRepository } from '../../../src/checkout/attention/stuck-orders.repository.js';
import { StuckRows } from '../../../src/checkout/attention/stuck-rows.service.js';
import { WatchdogTask } from '../../../src/checkout/attention/watchdog.task.js';
import { StuckDeliveriesRepository } from '../../../src/partners/delivery/stuck-deliveries.repository.js';
import type { DrawService } from '../../../src/queue/draw/draw.service.js';
import type { FiguresService } from '../../../src/queue/line/figures.service.js';
import type { PaymentsService } from '../../../src/payments/payments.service.js';
import { StuckPaymentsRepository } from '../../../src/payments/watch/stuck-payments.repository.js';
import { StuckPaymentsService } from '../../../src/payments/watch/stuck-payments.service.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { BackgroundPrisma } from '../../../src/platform/prisma/prisma.service.js';

import { testConfig } from '../../support/app.js';
import { FactsBench } from './facts-bench.js';
import { OrdersDatabase, standing } from './orders-database.js';

/** Later than any deadline of these orders. */
const NOW_SALE_MS = 10_000_000;
const FROZEN = 'sale_frozen';
/** Items written per queue and round. */
const OF_A_ROUND = 50;
const LATER = `now() + interval '1 hour'`;
const since = (minutes: number): string => `now() - interval '${minutes} minutes'`;

interface Queue {
  what: string;
  kind: AttentionKind;
  /** Inserts a row that has not moved for `minutes`; returns its ref. */
  insert: (minutes: number) => Promise<string>;
  /** Moves the row, and makes it stand still again. */
  move: (ref: string) => Promise<unknown>;
  stop: (ref: string) => Promise<unknown>;
}

/** No tasks run here: nothing but the spec moves a row. */
describe('the watchdog', () => {
  let db: OrdersDatabase;
  let bench: FactsBench;
  let background: BackgroundPrisma;
  let stuck: StuckRows;
  let watchdog: WatchdogTask;
  let made = 0;

  beforeAll(async () => {
    db = await OrdersDatabase.open(100);
    bench = new FactsBench(db.url);
    background = new BackgroundPrisma(testConfig({ databaseUrl: db.url, redisUrl: 'redis://127.0.0.1:1' }));
    const orders = new StuckOrdersRepository(bench.prisma);
    const payments = new StuckPaymentsService(new StuckPaymentsRepository(bench.prisma));
    const service = { wake: () => undefined, wakeRefunds: () => undefined } as unknown as PaymentsService;
    const draws = { awaitingBeacon: () => Promise.resolve([]) } as unknown as DrawService;
    const lineFigures = {
      // the time of a sale that is being rebuilt stands still
      now: (saleId: string) => Promise.resolve(saleId === FROZEN ? 0 : NOW_SALE_MS),
    } as unknown as FiguresService;
    stuck = new StuckRows(orders, payments, service, draws, lineFigures);
    new StuckDeliveriesRepository(background, stuck).onModuleInit();
    watchdog = new WatchdogTask(stuck, new AttentionRepository(bench.prisma), new Metrics());
  });
  afterAll(async () => {
    await background.$disconnect();
    await bench.close();
    await db.close();
  });

  const look = () => watchdog.runOnce(AbortSignal.timeout(20_000));
  const items = (kind: AttentionKind) =>
    db.query<{ id: string; ref: string; resolved_by: string | null; verb: string | null; detail: unknown }>(
      `SELECT id, detail->>'ref' AS ref, resolved_by, verb, detail FROM attention WHERE kind = $1 ORDER BY created_at`,
      [kind],
    );
  const next = (): string => {
    made += 1;
    return String(made);
  };
  const order = () => db.pendingOrder(`ord_${next()}`, standing(1));
  const first = async (statement: string, values: unknown[]): Promise<string> =>
    (await db.query<{ ref: string }>(statement, values))[0]?.ref ?? '';

  const queues: Queue[] = [
    {
      what: 'a command to the provider',
      kind: 'stuck_wish',
      insert: async (minutes) =>
        first(
          `UPDATE payment SET wants = 'capture', wanted_at = ${since(minutes)}, due_at = ${LATER} WHERE order_id = $1 RETURNING id AS ref`,
          [await order()],
        ),
      move: (ref) => db.query('UPDATE payment SET wants = NULL WHERE id = $1', [ref]),
      stop: (ref) => db.query(`UPDATE payment SET wants = 'cancel', wanted_at = ${since(16)} WHERE id = $1`, [ref]),
    },
    {
      what: 'a fact',
      kind: 'stuck_fact',
      insert: (minutes) =>
        first(
          `INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe, created_at, next_at)
           VALUES ('ord_x', 1, 'declined', '{}', $1, ${since(minutes)}, ${LATER}) RETURNING id::text AS ref`,
          [next()],
        ),
      move: (ref) => db.query('UPDATE payment_fact SET taken_at = now() WHERE id = $1::bigint', [ref]),
      stop: (ref) => db.query('UPDATE payment_fact SET taken_at = NULL WHERE id = $1::bigint', [ref]),
    },
    {
      what: 'an event',
      kind: 'stuck_event',
      insert: (minutes) =>
        first(
          `INSERT INTO stripe_event (id, type, body, received_at, next_at)
           VALUES ('evt_' || $1, 'refund.created', '{}', ${since(minutes)}, ${LATER}) RETURNING id AS ref`,
          [next()],
        ),
      move: (ref) => db.query('UPDATE stripe_event SET handled_at = now() WHERE id = $1', [ref]),
      stop: (ref) => db.query('UPDATE stripe_event SET handled_at = NULL WHERE id = $1', [ref]),
    },
    {
      what: 'a refund',
      kind: 'stuck_refund',
      insert: async (minutes) =>
        first(
          `INSERT INTO payment_refund (id, order_id, attempt, asking, origin, actor, amount_minor, state, asked_at, due_at)
           VALUES ('ref_' || $1, $2, 1, $1, 'staff', 'spec', 1, 'sent', ${since(minutes)}, ${LATER}) RETURNING id AS ref`,
          [next(), await order()],
        ),
      move: (ref) => db.query(`UPDATE payment_refund SET state = 'succeeded' WHERE id = $1`, [ref]),
      stop: (ref) => db.query(`UPDATE payment_refund SET state = 'asked' WHERE id = $1`, [ref]),
    },
    {
      what: 'the end of an unwanted payment',
      kind: 'stuck_stray',
      insert: (minutes) =>
        first(
          `INSERT INTO payment_stray (intent_id, order_id, attempt, sale_id, amount_minor, currency, captured, made_at, decision, decided_at, retry_at)
           VALUES ('pi_' || $1, 'ord_x', 1, 'sale_1', 1, 'EUR', true, now(), 'refund', ${since(minutes)}, ${LATER}) RETURNING intent_id AS ref`,
          [next()],
        ),
      move: (ref) => db.query('UPDATE payment_stray SET done_at = now() WHERE intent_id = $1', [ref]),
      stop: (ref) => db.query('UPDATE payment_stray SET done_at = NULL WHERE intent_id = $1', [ref]),
    },
    ...(['pending', 'canceling', 'authorized', 'voiding'] as const).map((state): Queue => {
      const stop = (ref: string, minutes = 16) =>
        db.query(`UPDATE orders SET state = $1, updated_at = ${since(minutes)} WHERE id = $2`, [state, ref]);
      return {
        what: `a ${state} order`,
        kind: 'stuck_order',
        insert: async (minutes) => {
          const id = await order();
          await stop(id, minutes);
          return id;
        },
        move: (ref) => db.query(`UPDATE orders SET state = 'canceled', updated_at = now() WHERE id = $1`, [ref]),
        stop,
      };
    }),
    {
      what: 'a return of stock',
      kind: 'stuck_return',
      // measured by its tries, which take a quarter of an hour
      insert: (minutes) =>
        first(
          `INSERT INTO stock_return (order_id, sale_id, kind, tries, next_at)
           VALUES ('ord_' || $1, 'sale_1', 'release', $2, ${LATER}) RETURNING id::text AS ref`,
          [next(), minutes > 15 ? 20 : 19],
        ),
      move: (ref) => db.query('UPDATE stock_return SET done_at = now() WHERE id = $1::bigint', [ref]),
      stop: (ref) => db.query('UPDATE stock_return SET done_at = NULL, tries = 20 WHERE id = $1::bigint', [ref]),
    },
    {
      what: 'the delivery of a webhook',
      kind: 'stuck_delivery',
      insert: async (minutes) => {
        const id = `we_${next()}`;
        await db.query(
          `INSERT INTO webhook_endpoint (id, stream_id, url, types, secret_sealed) VALUES ($1, 'st_1', 'https://hooks.example', '{}', '')`,
          [id],
        );
        await db.query(
          `INSERT INTO webhook_message (endpoint_id, event_id, sequence, next_at) VALUES ($1, 'evt_1', 1, ${since(minutes)})`,
          [id],
        );
        return id;
      },
      move: (ref) => db.query(`UPDATE webhook_message SET state = 'delivered' WHERE endpoint_id = $1`, [ref]),
      stop: (ref) => db.query(`UPDATE webhook_message SET state = 'pending' WHERE endpoint_id = $1`, [ref]),
    },
  ];

  it.each(queues)('notes $what that has not moved for a quarter of an hour, until it moves', async (queue) => {
    const { kind, insert, move, stop } = queue;
    const old = await insert(16);
    await insert(14);
    await look();
    await look();
    const [item, ...others] = (await items(kind)).filter(({ resolved_by: by }) => by === null);
    expect([item?.ref, others]).toEqual([old, []]);

    await move(old);
    await look();
    expect((await items(kind)).find(({ id }) => id === item?.id)).toMatchObject({ resolved_by: 'system', verb: null });

    await stop(old);
    await look();
    const again = (await items(kind)).filter(({ resolved_by: by }) => by === null);
    expect(again.map(({ ref }) => ref)).toEqual([old]);

    expect(await stuck.wakeUp({ kind, detail: again[0]?.detail })).toBe('done');
    await db.query(`UPDATE attention SET resolved_at = now(), resolved_by = 'spec', verb = 'retry' WHERE id = $1`, [
      again[0]?.id,
    ]);
    await look();
    expect((await items(kind)).filter(({ resolved_by: by }) => by === null)).toEqual([]);
    await move(old);
  });

  it('comes to a row behind as many as a round writes, although those are kept as they are', async () => {
    await db.query(
      `INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe, created_at, next_at)
       SELECT 'ord_x', 1, 'declined', '{}', 'many:' || n, ${since(60)} - n * interval '1 second', ${LATER} FROM generate_series(1, $1) n`,
      [OF_A_ROUND],
    );
    const open = async () => (await items('stuck_fact')).filter(({ resolved_by: by }) => by === null).length;
    await look();
    expect(await open()).toBe(OF_A_ROUND);
    await db.query(
      `UPDATE attention SET resolved_at = now(), resolved_by = 'spec', verb = 'keep' WHERE resolved_at IS NULL`,
    );
    await db.query(
      `INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe, created_at, next_at)
       VALUES ('ord_x', 1, 'declined', '{}', 'one more', ${since(16)}, ${LATER})`,
    );
    await look();
    expect(await open()).toBe(1);
  });

  it('finds an overdue order behind many of a sale whose time stands still', async () => {
    const frozen = `INSERT INTO orders (id, sale_id, fan_key, idempotency_key, body_hash, epoch, state, payment, attempt, total_minor, currency,
        buyer_email, buyer_name, deadline_sale_ms, updated_at)
      SELECT 'ord_frozen_' || n, '${FROZEN}', 'fan-' || n, 'frozen-' || n, '', 0, 'pending', 'open', 1, 1, 'EUR', '', '', 1, ${since(60)}
      FROM generate_series(1, $1) n`;
    await db.query(frozen, [OF_A_ROUND]);
    const id = await order();
    await db.query(`UPDATE orders SET updated_at = ${since(16)} WHERE id = $1`, [id]);
    await look();
    const refs = (await items('stuck_order')).filter(({ resolved_by: by }) => by === null).map(({ ref }) => ref);
    expect(refs).toEqual([id]);
  });
});
