import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AttentionRepository } from '../../../src/checkout/attention/attention.repository.js';
import { authorizeOrder } from '../../../src/checkout/facts/authorize.sql.js';
import { payOrder } from '../../../src/checkout/facts/paying.sql.js';
import { OrderRefunds } from '../../../src/checkout/refunds/order-refunds.service.js';
import {
  inFlightOf,
  pageOf,
  type ShowCancellation,
  ShowCancellationRepository,
  tallyOf,
} from '../../../src/checkout/refunds/show-cancellation.repository.js';
import { ShowCancellations } from '../../../src/checkout/refunds/show-cancellation.service.js';
import type { Prisma } from '../../../src/generated/prisma/client.js';
import type { PaymentsService } from '../../../src/payments/payments.service.js';
import { RefundsService } from '../../../src/payments/refunds/refunds.service.js';
import { AuditService } from '../../../src/platform/audit/audit.service.js';
import { newId } from '../../../src/platform/ids.js';
import { FactsBench } from './facts-bench.js';
import { OrdersDatabase, standing } from './orders-database.js';
import type { SalesService } from '../../../src/sales/sales.service.js';
import type { SaleCache } from '../../../src/sales/catalogue/cache/sale-cache.service.js';

const SALE = 'sale_1';
const MAX_ROUNDS = 20;
/** So many that a plan which reads them all is never the cheaper one. */
const DONE_ORDERS = 6_000;

/** Needs several rounds for a few orders. */
class SmallRounds extends ShowCancellations {
  protected override readonly batch = 1;
  protected override readonly pageSize = 2;
}

describe('the cancellation of a show', () => {
  let db: OrdersDatabase;
  let bench: FactsBench;
  let rows: ShowCancellationRepository;
  let refunds: OrderRefunds;

  beforeEach(async () => {
    db = await OrdersDatabase.open(1_000);
    bench = new FactsBench(db.url);
    rows = new ShowCancellationRepository(bench.prisma);
    const payments = { wake: () => undefined, wakeRefunds: () => undefined } as unknown as PaymentsService;
    const audit = new AuditService(bench.prisma);
    refunds = new OrderRefunds(bench.orderRefunds, new RefundsService(bench.refunds), payments, audit);
  });
  afterEach(async () => {
    await bench.close();
    await db.close();
  });

  /** A process that runs rounds; `ask` stands for what it does with an order. */
  const node = (
    ask: OrderRefunds['ask'] = (...asked) => refunds.ask(...asked),
    Rounds = ShowCancellations,
  ): ShowCancellations => {
    const payments = { wake: () => undefined } as unknown as PaymentsService;
    const sales = {
      byId: () => Promise.resolve({ currency: 'EUR', state: 'closed' }),
    } as unknown as SaleCache;
    const moves = { markShowCanceled: () => Promise.resolve() } as unknown as SalesService;
    const items = new AttentionRepository(bench.prisma);
    const asker = { ask } as unknown as OrderRefunds;
    return new Rounds(rows, sales, moves, bench.orders, asker, items, payments, new AuditService(bench.prisma));
  };
  const show = async (): Promise<ShowCancellation> => {
    const found = await rows.find(SALE);
    if (!found) throw new Error('the show is not canceled');
    return found;
  };
  const begin = () => node().begin(SALE, 'spec', 'storm');
  const progress = async () => (await node().progress(SALE))?.orders;

  const authorized = async (): Promise<string> => {
    const id = await db.pendingOrder(newId('ord'), standing(1));
    await db.run(authorizeOrder({ orderId: id, attempt: 1, alreadyCaptured: false }));
    return id;
  };
  const pay = async (id: string): Promise<string> => {
    await db.run(payOrder(id, 1));
    await db.query(`UPDATE payment SET state = 'captured', wants = NULL WHERE order_id = $1`, [id]);
    return id;
  };
  const paidOrders = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    while (ids.length < count) ids.push(await pay(await authorized()));
    return ids.sort();
  };
  /** The provider answers everything that was asked of it. */
  const answer = async (news: 'accepted' | 'refused' = 'accepted'): Promise<void> => {
    for (const { id } of await bench.refunds.lease(100))
      await bench.refunds.settle(id, { news, providerId: news === 'accepted' ? `re_${id}` : null, answer: null });
    await bench.applyFacts();
  };
  const finish = async (by = node()): Promise<void> => {
    for (let round = 0; round < MAX_ROUNDS && (await show()).endedAt === null; round += 1) {
      await by.advance(await show());
      await answer();
    }
    expect((await show()).endedAt).not.toBeNull();
  };

  /** Runs a round in a process that dies at its n-th order, before or after the request is written. */
  const roundThatDies = async (at: number, when: 'before' | 'after'): Promise<void> => {
    let asks = 0;
    let die: () => void = () => undefined;
    const dead = new Promise<void>((resolve) => {
      die = resolve;
    });
    const dying = node(async (...asked) => {
      asks += 1;
      if (asks < at) return await refunds.ask(...asked);
      if (when === 'after') await refunds.ask(...asked);
      die();
      return await new Promise(() => undefined); // nothing of a dead process goes on
    });
    void dying.advance(await show());
    await dead;
  };

  it('comes to every canceled show, although earlier ones wait for a person', async () => {
    for (let n = 0; n < 5; n += 1) await rows.begin(`sale_${n}`, 'spec', null);
    const seen: string[] = [];
    for (let round = 0; round < 3; round += 1)
      seen.push(...(await rows.running(seen.at(-1) ?? '', 2)).map(({ saleId }) => saleId));
    expect(seen).toEqual(['sale_0', 'sale_1', 'sale_2', 'sale_3', 'sale_4', 'sale_0']);
  });

  it('refunds each order once, whatever kills it and when, and tells how far it is', async () => {
    const ids = await paidOrders(6);
    await begin();
    expect(await progress()).toEqual({ open: 0, waiting: 6, asked: 0, refunded: 0, refused: 0 });
    await roundThatDies(1, 'before');
    expect(await progress()).toMatchObject({ waiting: 6, asked: 0 });
    await roundThatDies(1, 'after');
    expect(await progress()).toMatchObject({ waiting: 5, asked: 1 });
    await answer();
    expect(await progress()).toMatchObject({ waiting: 5, asked: 0, refunded: 1 });
    await roundThatDies(3, 'before');
    await answer();
    await roundThatDies(2, 'after');
    expect(await progress()).toMatchObject({ waiting: 1, asked: 2, refunded: 3 });
    await finish();
    expect(await node().progress(SALE)).toMatchObject({
      state: 'done',
      orders: { open: 0, waiting: 0, asked: 0, refunded: 6, refused: 0 },
      refunded: { amount: 6 * 4_500, currency: 'EUR' },
    });
    const asked = await db.query('SELECT order_id AS id, state FROM payment_refund ORDER BY order_id');
    expect(asked).toEqual(ids.map((id) => ({ id, state: 'succeeded' })));
    expect([await db.sold(), await db.liveTickets()]).toEqual([0, 0]);
  });

  it('waits for orders that are still being paid, and comes back to one that failed', async () => {
    const [poison] = await paidOrders(3);
    const late = await authorized();
    await begin();
    let failures = 1;
    const failing = node(async (orderId, ...rest) => {
      if (orderId === poison && failures > 0) {
        failures -= 1;
        throw new Error('a fault of ours');
      }
      return await refunds.ask(orderId, ...rest);
    });
    await failing.advance(await show());
    expect(await progress()).toMatchObject({ open: 1, waiting: 1, asked: 2 });
    await answer();
    await failing.advance(await show());
    await answer();
    await failing.advance(await show());
    expect((await show()).endedAt).toBeNull();
    await pay(late);
    await finish(failing);
    expect(await progress()).toMatchObject({ open: 0, waiting: 0, refunded: 4 });
  });

  it('says which order it cannot give back and why, and gives back the others', async () => {
    const [odd = ''] = await paidOrders(2);
    const said: string[] = [];
    const log = jest.spyOn(Logger.prototype, 'error').mockImplementation((text: string) => void said.push(text));
    const refusing = node(async (orderId, ...asked) =>
      orderId === odd ? { kind: 'not_found' } : await refunds.ask(orderId, ...asked),
    );
    await begin();
    await refusing.advance(await show());
    await answer();
    await refusing.advance(await show());
    log.mockRestore();
    expect(said[0]).toContain(`${odd} of ${SALE} could not be refunded yet: Error: its refund was answered not_found`);
    expect((await show()).endedAt).toBeNull();
    expect(await progress()).toMatchObject({ refunded: 1, waiting: 1 });
    await finish();
    expect(await progress()).toMatchObject({ refunded: 2, waiting: 0 });
  });

  it('goes on from page to page and from request to request', async () => {
    const [first] = await paidOrders(5);
    await begin();
    const small = node(undefined, SmallRounds);
    await small.advance(await show());
    expect(await show()).toMatchObject({ cursor: first, found: 1, endedAt: null });
    await finish(small);
    expect(await progress()).toEqual({ open: 0, waiting: 0, asked: 0, refunded: 5, refused: 0 });
  });

  it('comes back to an order that became paid behind it', async () => {
    const late = await authorized();
    const [other] = await paidOrders(1);
    await begin();
    const small = node(undefined, SmallRounds);
    for (let round = 0; round < 3; round += 1) {
      await small.advance(await show());
      await answer();
    }
    // the second pass, which has found nothing so far
    expect(await show()).toMatchObject({ cursor: other, endedAt: null });
    expect(await progress()).toMatchObject({ open: 1, refunded: 1 });
    await pay(late);
    await finish(small);
    expect(await progress()).toMatchObject({ open: 0, waiting: 0, refunded: 2 });
  });

  it('does not end before staff have decided about an order in attention', async () => {
    const odd = await authorized();
    await db.query(`UPDATE orders SET state = 'needs_attention' WHERE id = $1`, [odd]);
    await begin();
    for (let round = 0; round < 3; round += 1) await node().advance(await show());
    expect((await show()).endedAt).toBeNull();
    expect(await progress()).toMatchObject({ open: 1, asked: 0 });
    await db.query(`UPDATE payment SET state = 'captured', wants = NULL WHERE order_id = $1`, [odd]);
    expect(await new AttentionRepository(bench.prisma).sellWaiting(odd, null)).toBe(1);
    await pay(odd);
    await finish();
    expect(await progress()).toMatchObject({ open: 0, waiting: 0, refunded: 1 });
  });

  it('is not held up by a refund that is never answered, and does not end without its answer', async () => {
    await paidOrders(1);
    const late = await authorized();
    await begin();
    await node().advance(await show());
    await pay(late);
    await node().advance(await show());
    expect(await progress()).toMatchObject({ asked: 1, waiting: 1 });
    const age = () => db.query(`UPDATE payment_refund SET asked_at = now() - interval '1 hour'`);
    await age();
    await node().advance(await show());
    expect(await progress()).toMatchObject({ asked: 2, waiting: 0 });
    await age();
    for (let round = 0; round < 3; round += 1) await node().advance(await show());
    expect((await show()).endedAt).toBeNull();
    await finish();
    expect(await progress()).toMatchObject({ asked: 0, refunded: 2 });
  });

  it('counts a refund by what became of it, also after the end', async () => {
    await paidOrders(2);
    await begin();
    await node().advance(await show());
    await answer('refused');
    await finish();
    expect(await progress()).toMatchObject({ asked: 0, refunded: 0, refused: 2 });
    await db.query(`UPDATE payment_refund SET state = 'succeeded'`);
    expect(await node().progress(SALE)).toMatchObject({
      orders: { refunded: 2, refused: 0 },
      refunded: { amount: 9_000 },
    });
    await rows.tally(await show());
    await rows.tally(await show());
    expect(await progress()).toMatchObject({ refunded: 2, refused: 0 });
  });

  it('asks again, once it is done, for what was refused and for nothing else', async () => {
    await paidOrders(3);
    await begin();
    await node(undefined, SmallRounds).advance(await show());
    await answer();
    await node().advance(await show());
    await answer('refused');
    await finish();
    expect(await progress()).toMatchObject({ asked: 0, refunded: 1, refused: 2 });
    await begin();
    expect(await progress()).toMatchObject({ waiting: 2, refunded: 1, refused: 0 });
    await finish();
    expect(await progress()).toMatchObject({ asked: 0, waiting: 0, refunded: 3, refused: 0 });
    // nothing is refused any more, so that another call is only a look
    await begin();
    expect((await show()).endedAt).not.toBeNull();
  });

  it('asks again for what a bank has sent back since it was done', async () => {
    const [id] = await paidOrders(1);
    await begin();
    await finish();
    expect(await progress()).toMatchObject({ refunded: 1, refused: 0 });
    const [refund] = await bench.refunds.ofOrder(id ?? '');
    await bench.refunds.settle(refund?.id ?? '', { news: 'failed', providerId: null, answer: null });
    await bench.applyFacts();
    await begin();
    expect((await show()).endedAt).toBeNull();
    await finish();
    expect((await bench.refunds.ofOrder(id ?? '')).map(({ state }) => state)).toEqual(['failed', 'succeeded']);
    await begin();
    expect((await show()).endedAt).not.toBeNull();
  });

  it('ends a partner’s order even if somebody was admitted with it', async () => {
    const [id] = await paidOrders(1);
    await db.query(
      `UPDATE orders SET payment = 'external', partner_id = 'prt_1', external_reference = 'box-office-1' WHERE id = $1`,
      [id],
    );
    await db.query('UPDATE ticket SET admitted_at = now()');
    await begin();
    await finish();
    expect(await db.stateOf(id ?? '')).toBe('canceled');
  });

  it('reads in each step a page and what is in flight, however much is done', async () => {
    const [first] = await paidOrders(2);
    await begin();
    await node().advance(await show());
    await answer();
    await rows.tally(await show());
    const copy = (table: string, changed: string) =>
      db.query(`INSERT INTO ${table} SELECT (jsonb_populate_record(o, jsonb_build_object(${changed}))).*
        FROM ${table} o, generate_series(1, ${DONE_ORDERS}) n WHERE o.${table === 'orders' ? 'id' : 'order_id'} = '${first ?? ''}'`);
    await copy('orders', `'id', 'ord_done_' || n, 'fan_key', 'fan_' || n, 'idempotency_key', 'key_' || n`);
    await copy('payment_refund', `'id', 'ref_' || n, 'order_id', 'ord_done_' || n, 'provider_id', 're_' || n`);
    await db.query('ANALYZE');
    const read = async (statement: Prisma.Sql): Promise<number> => {
      const explained = `EXPLAIN (ANALYZE, FORMAT JSON) ${statement.text}`;
      const [row] = await db.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(explained, statement.values);
      return rowsRead(row?.['QUERY PLAN'][0]?.Plan);
    };
    expect(await read(pageOf({ saleId: SALE, round: 1, cursor: 'ord_done_1' }, 50))).toBeLessThanOrEqual(50);
    expect(await read(inFlightOf({ saleId: SALE, round: 1 }))).toBeLessThanOrEqual(100);
    expect(await read(tallyOf({ saleId: SALE, round: 1 }))).toBeLessThanOrEqual(100);
  }, 60_000);
});

interface PlanNode {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** Sums the rows that the scans of a plan have read. */
function rowsRead(node: PlanNode | undefined): number {
  if (!node) return 0;
  const own = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return (
    (node['Relation Name'] === undefined ? 0 : own) + (node.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0)
  );
}
