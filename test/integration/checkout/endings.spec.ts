import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { authorizeOrder } from '../../../src/checkout/facts/authorize.sql.js';
import {
  cancelExternal,
  endCanceled,
  endUnasked,
  returnAgain,
  startCancel,
  startCancelDue,
  voidAuthorized,
} from '../../../src/checkout/facts/endings.sql.js';
import { payOrder, payUnchargedOrder } from '../../../src/checkout/facts/paying.sql.js';
import { askForPayments, insertOrders } from '../../../src/checkout/orders/orders.sql.js';
import { admitTicket } from '../../../src/tickets/door/scan.sql.js';
import { until } from '../../support/system.js';
import { newOrder, OrdersDatabase, seat, standing } from './orders-database.js';

const DELIVERIES = 10;

describe('the beginnings and ends of an order', () => {
  let db: OrdersDatabase;
  beforeEach(async () => {
    db = await OrdersDatabase.open(10);
  });
  afterEach(() => db.close());

  const quota = (fanKey: string) =>
    db.number(`SELECT n FROM quota WHERE digest = $1 AND scope = 'sale_1:tt_a'`, [fanKey]);
  const paidOrder = async (id: string, lines = standing(2)) => {
    await db.pendingOrder(id, lines);
    await db.run(authorizeOrder({ orderId: id, attempt: 1, alreadyCaptured: false }));
    await db.run(payOrder(id, 1));
  };
  /** Returns how many of the deliveries changed the order. */
  const delivered = async (statement: () => ReturnType<typeof payOrder>) =>
    (await Promise.all(Array.from({ length: DELIVERIES }, () => db.run(statement())))).filter(
      (rows) => rows.length > 0,
    );

  it('writes an order once for a key, and not beside an open one of the same fan', async () => {
    const first = newOrder('ord_a', standing(1), { fanKey: 'fan' });
    const repeats = await Promise.all(
      Array.from({ length: DELIVERIES }, (_, n) =>
        db.run<{ inserted: boolean }>(insertOrders([{ ...first, id: `ord_${n}` }])),
      ),
    );
    expect(repeats.flat().filter(({ inserted }) => inserted)).toHaveLength(1);
    const other = await db.run(insertOrders([newOrder('ord_b', standing(1), { fanKey: 'fan' })]));
    expect(other).toMatchObject([{ current: true, inserted: false, spent: false }]);
    expect(await quota('fan')).toBe(1);
    expect(await db.number(`SELECT count(*) AS n FROM order_item`)).toBe(1);
  });

  it('refuses an order of an epoch that is over', async () => {
    await db.query(`UPDATE queue_sale SET epoch = 2`);
    expect(await db.run(insertOrders([newOrder('ord_a', standing(1))]))).toMatchObject([
      { current: false, inserted: false, spent: false },
    ]);
    expect(await db.number(`SELECT count(*) AS n FROM quota`)).toBe(0);
  });

  it('holds a fan to the quota although Redis has forgotten what was bought', async () => {
    await paidOrder('ord_a', standing(3));
    const more = newOrder('ord_b', standing(2), { fanKey: 'fan-ord_a' });
    await expect(db.run(insertOrders([more]))).rejects.toMatchObject({ constraint: 'quota_within_max' });
    expect(await db.stateOf('ord_b')).toBeUndefined();
    expect(await quota('fan-ord_a')).toBe(3);
  });

  it('writes no fourth order for an admission that left three unpaid', async () => {
    const fan = { fanKey: 'fan' };
    for (const id of ['ord_a', 'ord_b', 'ord_c', 'ord_d']) {
      await db.pendingOrder(id, standing(1), fan);
      await db.run(startCancel(id, 'canceled_by_fan'));
      await db.run(endCanceled(id, 1));
    }
    expect(await db.number(`SELECT count(*) AS n FROM orders`)).toBe(3);
    const elsewhere = await db.run(insertOrders([newOrder('ord_e', standing(1), { ...fan, admissionId: 'adm_2' })]));
    expect(elsewhere).toMatchObject([{ current: true, inserted: true, spent: false }]);
  });

  it('frees once more what an order that has ended may have, and nothing of one that goes on', async () => {
    await db.pendingOrder('ord_a', standing(1));
    expect(await db.run(returnAgain(['ord_a']))).toEqual([]);
    await db.run(startCancel('ord_a', 'expired'));
    await db.run(endCanceled('ord_a', 1));
    await db.query(`UPDATE stock_return SET done_at = now()`);
    expect(await db.run(returnAgain(['ord_a']))).toHaveLength(1);
    expect(await db.query(`SELECT kind FROM stock_return WHERE done_at IS NULL`)).toEqual([{ kind: 'release' }]);
  });

  it('asks for the intent once, and not in an epoch that is over or while the sale is rebuilt', async () => {
    await db.run(insertOrders([newOrder('ord_a', standing(1))]));
    await db.query(`UPDATE queue_sale SET epoch = 2`);
    expect(await db.run(askForPayments([{ orderId: 'ord_a', saleId: 'sale_1' }], 0))).toEqual([]);
    await db.query(`UPDATE queue_sale SET epoch = 1`);
    expect(await delivered(() => askForPayments([{ orderId: 'ord_a', saleId: 'sale_1' }], 0))).toHaveLength(1);
    expect(await db.query(`SELECT wants, attempt, amount_minor::int, currency, sale_id, tries FROM payment`)).toEqual([
      { wants: 'create', attempt: 1, amount_minor: 4_500, currency: 'EUR', sale_id: 'sale_1', tries: 0 },
    ]);
  });

  it('pays once, issues the tickets and tells partners of each', async () => {
    await db.pendingOrder('ord_a', [...standing(1), seat('A-1-1')]);
    await db.run(authorizeOrder({ orderId: 'ord_a', attempt: 1, alreadyCaptured: false }));
    expect(await db.number(`SELECT count(*) AS n FROM ticket WHERE issued_at IS NOT NULL`)).toBe(0);
    expect(await delivered(() => payOrder('ord_a', 1))).toHaveLength(1);
    expect(await db.number(`SELECT count(*) AS n FROM ticket WHERE issued_at IS NOT NULL`)).toBe(2);
    expect(await db.query(`SELECT type, count(*)::int AS n FROM outbox GROUP BY type ORDER BY type`)).toEqual([
      { type: 'order.paid', n: 1 },
      { type: 'ticket.issued', n: 2 },
    ]);
    // without its channel the ticket would be missing from the partner's stream
    const channels = await db.query(`SELECT data->>'channel' AS channel FROM outbox WHERE type = 'ticket.issued'`);
    expect(channels).toEqual([{ channel: 'public' }, { channel: 'public' }]);
    const [paid] = await db.query<{ data: object }>(`SELECT data FROM outbox WHERE type = 'order.paid'`);
    expect(paid?.data).toMatchObject({ orderId: 'ord_a', state: 'paid', total: { amount: 11_000, currency: 'EUR' } });
  });

  it('takes back what was sold when the money cannot be captured', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.run(authorizeOrder({ orderId: 'ord_a', attempt: 1, alreadyCaptured: false }));
    expect(await delivered(() => voidAuthorized('ord_a', 1, 'capture_refused'))).toHaveLength(1);
    expect(await db.sold()).toBe(0);
    expect(await db.liveTickets()).toBe(0);
    expect(await db.query(`SELECT kind FROM stock_return`)).toEqual([{ kind: 'release' }]);
    expect(await delivered(() => endCanceled('ord_a', 1))).toHaveLength(1);
    expect(await db.stateOf('ord_a')).toBe('canceled');
    expect(await quota('fan-ord_a')).toBe(0);
    expect(await db.number(`SELECT count(*) AS n FROM stock_return`)).toBe(1);
  });

  it('ends a timed-out order as expired, once, and gives quota and stock back', async () => {
    await db.pendingOrder('ord_a', standing(2));
    expect(await db.run(startCancelDue('sale_1', 599_999, 10))).toEqual([]);
    expect(await db.run(startCancelDue('sale_1', 600_000, 10))).toEqual([{ id: 'ord_a' }]);
    expect(await db.wishOf('ord_a')).toBe('cancel');
    expect(await db.number(`SELECT count(*) AS n FROM stock_return`)).toBe(0);
    expect(await delivered(() => endCanceled('ord_a', 1))).toHaveLength(1);
    expect(await db.stateOf('ord_a')).toBe('expired');
    expect(await quota('fan-ord_a')).toBe(0);
    expect(await db.query(`SELECT kind FROM stock_return`)).toEqual([{ kind: 'release' }]);
    expect(await db.number(`SELECT count(*) AS n FROM outbox`)).toBe(0);
  });

  it('ends nothing for the sake of another attempt than the order’s own', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.query(`UPDATE orders SET attempt = 2`);
    expect(await db.run(endCanceled('ord_a', 1))).toEqual([]);
    expect(await db.stateOf('ord_a')).toBe('pending');
    expect(await db.run(endCanceled('ord_a', 2))).toHaveLength(1);
  });

  it('ends an order whose second intent can still be paid when it does not compare the attempt (negative control)', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.query(`UPDATE orders SET attempt = 2`);
    const guarded = endCanceled('ord_a', 1);
    const unguarded = guarded.text.replace(/attempt = (\$\d+)::int/, '$1::int IS NOT NULL');
    await db.query(unguarded, guarded.values);
    expect(await db.stateOf('ord_a')).toBe('canceled');
    expect(await db.query(`SELECT kind FROM stock_return`)).toEqual([{ kind: 'reactivate' }]);
  });

  it('gives a fan who cancels the hold back, and tells partners', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.run(startCancel('ord_a', 'canceled_by_fan'));
    await db.run(endCanceled('ord_a', 1));
    expect(await db.stateOf('ord_a')).toBe('canceled');
    expect(await db.query(`SELECT kind FROM stock_return`)).toEqual([{ kind: 'reactivate' }]);
    expect(await db.query(`SELECT type FROM outbox`)).toEqual([{ type: 'order.canceled' }]);
  });

  it('ends an order that never asked for money at once, but not one that did', async () => {
    await db.run(insertOrders([newOrder('ord_a', standing(2))]));
    expect(await delivered(() => endUnasked('ord_a', 'expired', 'hold_expired', 'reactivate'))).toHaveLength(1);
    expect(await quota('fan-ord_a')).toBe(0);
    await db.pendingOrder('ord_b', standing(2));
    expect(await db.run(endUnasked('ord_b', 'canceled', 'canceled_by_fan', 'reactivate'))).toEqual([]);
  });

  describe('the cancellation of a partner’s order beside a scan', () => {
    const TICKET = 'tkt_a0001';
    const soldByPartner = async (): Promise<void> => {
      const sold = { partnerId: 'prt_1', channel: 'club', reference: 'till-1' };
      await db.run(insertOrders([newOrder('ord_a', standing(1), { sold })]));
      await db.run(payUnchargedOrder('ord_a', 'sale_1', null));
      expect(await db.stateOf('ord_a')).toBe('paid');
    };
    /** Runs the cancellation while a scan has let the bearer in and not yet committed. */
    const besideScan = async ({ text, values }: { text: string; values: unknown[] }): Promise<unknown[]> => {
      const door = new pg.Client({ connectionString: db.url });
      await door.connect();
      try {
        await door.query('BEGIN');
        const scan = admitTicket({ ticketId: TICKET, serial: 1, gate: 'north', actor: 'member:spec', by: null });
        await door.query(scan.text, scan.values);
        const canceling = db.query(text, values);
        await until('the wait for the scan', async () => (await db.number(WAITING)) > 0);
        await door.query('COMMIT');
        return await canceling;
      } finally {
        await door.end();
      }
    };
    const WAITING = `SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    const admittedAndLive = `SELECT count(*) AS n FROM ticket WHERE admitted_at IS NOT NULL AND voided_at IS NULL`;

    it('is refused, because somebody is in', async () => {
      await soldByPartner();
      expect(await besideScan(cancelExternal('ord_a', 'canceled_by_partner'))).toEqual([]);
      expect(await db.stateOf('ord_a')).toBe('paid');
      expect(await db.number(admittedAndLive)).toBe(1);
    });

    it('would void the ticket of whoever is in without the lock', async () => {
      await soldByPartner();
      const { text, values } = cancelExternal('ord_a', 'canceled_by_partner');
      const careless = text.replace('ORDER BY id FOR UPDATE', 'ORDER BY id');
      expect(careless).not.toBe(text);
      expect(await besideScan({ text: careless, values })).toHaveLength(1);
      expect(await db.number(admittedAndLive)).toBe(0);
    });

    it('goes through before anybody is in, after which nobody gets in', async () => {
      await soldByPartner();
      expect(await db.run(cancelExternal('ord_a', 'canceled_by_partner'))).toHaveLength(1);
      const scan = admitTicket({ ticketId: TICKET, serial: 1, gate: 'north', actor: 'member:spec', by: null });
      expect(await db.run(scan)).toEqual([{ admitted: false }]);
    });

    it('voids even a used ticket when the show itself is canceled', async () => {
      await soldByPartner();
      await db.run(admitTicket({ ticketId: TICKET, serial: 1, gate: 'north', actor: 'member:spec', by: null }));
      expect(await db.run(cancelExternal('ord_a', 'show_canceled'))).toHaveLength(1);
      expect(await db.liveTickets()).toBe(0);
    });
  });
});
