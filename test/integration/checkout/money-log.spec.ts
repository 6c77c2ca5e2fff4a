import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AttentionRepository } from '../../../src/checkout/attention/attention.repository.js';
import { authorizeOrder } from '../../../src/checkout/facts/authorize.sql.js';
import { moveToAttention } from '../../../src/checkout/facts/endings.sql.js';
import { payOrder } from '../../../src/checkout/facts/paying.sql.js';
import { PromoRepository } from '../../../src/checkout/promo/promo.repository.js';
import { ShowCancellationRepository } from '../../../src/checkout/refunds/show-cancellation.repository.js';
import { FactsBench } from './facts-bench.js';
import { OrdersDatabase, standing } from './orders-database.js';

const ID = 'ord_a';
const SALE = 'sale_1';
const by = { actor: 'member:a', subject: ID } as const;
const CANCEL = { ...by, action: 'order.cancel' } as const;

/** Fails whatever would be logged, as no constraint does that a statement knows how to take. */
const BREAK_LOG = `
  CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the log is broken'; END $$;
  CREATE TRIGGER broken BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION broken()`;

/** A change by staff, and the actions that are logged of it. */
interface Change {
  what: string;
  logs: string[];
  before?: () => Promise<unknown>;
  make: () => Promise<unknown>;
}

describe('the log of what moves money, orders and tickets', () => {
  let db: OrdersDatabase;
  let bench: FactsBench;
  let items: AttentionRepository;
  beforeEach(async () => {
    db = await OrdersDatabase.open(100);
    bench = new FactsBench(db.url);
    items = new AttentionRepository(bench.prisma);
    await db.pendingOrder(ID, standing(2));
  });
  afterEach(async () => {
    await bench.close();
    await db.close();
  });

  const pay = async () => {
    await db.run(authorizeOrder({ orderId: ID, attempt: 1, alreadyCaptured: false }));
    await db.run(payOrder(ID, 1));
    await captured();
  };
  const captured = () => db.query(`UPDATE payment SET state = 'captured', wants = NULL WHERE order_id = $1`, [ID]);
  const unasked = () => db.query(`UPDATE orders SET payment = 'none', attempt = 0 WHERE id = $1`, [ID]);
  const external = async () => {
    await pay();
    await db.query(
      `UPDATE orders SET payment = 'external', partner_id = 'prt_a', external_reference = 'r' WHERE id = $1`,
      [ID],
    );
  };
  const waiting = async () => {
    await db.run(moveToAttention(ID));
    await captured();
  };
  const noted = () => items.note({ id: 'att_a', orderId: null, saleId: null, kind: 'disputed', detail: {} });
  const refund = { id: 'ref_a', orderId: ID, attempt: 1, asking: 'staff:a', bodyHash: '', origin: 'staff' } as const;
  const money = {
    ...refund,
    actor: 'member:a',
    person: null,
    amountMinor: 1_000,
    currency: 'EUR',
    ticketIds: [],
    reason: null,
  };
  const rounds = () => new ShowCancellationRepository(bench.prisma);
  const codes = () => new PromoRepository(bench.prisma);
  const code = {
    ...{ saleId: SALE, code: 'EARLY', percentMilli: 10_000, amountMinor: null, maxUses: 1, perFan: 1 },
    ...{ ticketTypeIds: [], endsAt: null },
  };
  const made = { actor: 'member:a', action: 'promo.create', subject: 'promo_a' } as const;
  const decided = { verb: 'keep', note: null, undoable: true } as const;
  const resolved = { actor: 'member:a', action: 'attention.resolve', subject: 'att_a' } as const;

  const changes: Change[] = [
    { what: 'a refund', logs: ['order.refund'], before: pay, make: () => bench.orderRefunds.ask(money) },
    {
      what: 'a refund of a ticket',
      logs: ['order.refund'],
      before: pay,
      make: async () => await bench.orderRefunds.ask({ ...money, ticketIds: ['tkt_a0001'] }),
    },
    {
      what: 'a cancellation with its refund',
      logs: ['order.cancel', 'order.refund'],
      before: pay,
      make: () => bench.orderRefunds.ask({ ...money, amountMinor: 9_000, cancels: { reason: 'storm' } }),
    },
    {
      what: 'money given back otherwise',
      logs: ['order.paid_back'],
      before: pay,
      make: () => bench.orderRefunds.recordOther(money, null),
    },
    {
      what: 'the end of an order that asked for no money',
      logs: ['order.cancel'],
      before: unasked,
      make: () => bench.orders.endUnasked(ID, 'canceled', 'ended_by_staff', 'release', CANCEL),
    },
    {
      what: 'the end of an order that asked for money',
      logs: ['order.cancel'],
      make: () => bench.orders.startCancel(ID, 'ended_by_staff', CANCEL),
    },
    {
      what: 'the end of a partner’s order',
      logs: ['order.cancel'],
      before: external,
      make: () => bench.orders.cancelExternal(ID, 'ended_by_staff', CANCEL),
    },
    {
      what: 'tickets made void',
      logs: ['order.void'],
      before: pay,
      make: () => items.voidPaid(ID, { ...by, action: 'order.void' }),
    },
    {
      what: 'the end of an order in attention',
      logs: ['order.cancel'],
      before: waiting,
      make: () => items.endWaiting(ID, CANCEL),
    },
    {
      what: 'the sale of an order in attention',
      logs: ['order.sell'],
      before: waiting,
      make: () => items.sellWaiting(ID, { ...by, action: 'order.sell' }),
    },
    {
      what: 'the cancellation of a show',
      logs: ['sale.cancel_show'],
      make: () => rounds().begin(SALE, 'member:a', 'storm'),
    },
    {
      what: 'another round of refunds of a show',
      logs: ['sale.cancel_show'],
      before: () => db.query(`INSERT INTO show_cancellation (sale_id, actor, ended_at) VALUES ('sale_1', 'x', now())`),
      make: async () => {
        const show = await rounds().find(SALE);
        return show && (await rounds().beginAgain(show, 'member:a', null));
      },
    },
    { what: 'a promo code', logs: ['promo.create'], make: () => codes().insert('promo_a', code, made) },
    {
      what: 'a promo code made void',
      logs: ['promo.void'],
      before: async () => {
        await codes().insert('promo_a', code, made);
        await db.query('DELETE FROM audit_entry');
      },
      make: () => codes().void('promo_a', new Date(), { ...made, action: 'promo.void' }),
    },
    {
      what: 'a decision about an item',
      logs: ['attention.resolve'],
      before: noted,
      make: () => items.close('att_a', decided, resolved),
    },
    {
      what: 'an item opened again',
      logs: ['attention.reopen'],
      before: async () => {
        await noted();
        await items.close('att_a', decided, resolved);
        await db.query('DELETE FROM audit_entry');
      },
      make: () => items.reopen('att_a', { ...resolved, action: 'attention.reopen' }),
    },
  ];

  const logged = async () =>
    (await db.query<{ action: string }>('SELECT action FROM audit_entry ORDER BY action')).map(({ action }) => action);
  const snapshot = async () => {
    const tables = ['orders', 'payment', 'payment_refund', 'ticket', 'attention', 'promo_code', 'show_cancellation'];
    const read = tables.map((table) => db.query(`SELECT * FROM ${table} ORDER BY 1`));
    return JSON.stringify(await Promise.all(read), (_name, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  };

  it.each(changes)('is written together with $what, or neither is', async ({ logs, before, make }) => {
    await before?.();
    const untouched = await snapshot();
    await db.query(BREAK_LOG);
    await expect(make()).rejects.toThrow('the log is broken');
    expect(await snapshot()).toBe(untouched);
    await db.query('DROP TRIGGER broken ON audit_entry');
    await make();
    expect(await snapshot()).not.toBe(untouched);
    expect(await logged()).toEqual(logs);
    // and what changes nothing a second time is not logged again
    await make();
    expect(await logged()).toEqual(logs);
  });
});
