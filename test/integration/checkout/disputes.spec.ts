import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizeOrder } from '../../../src/checkout/facts/authorize.sql.js';
import { moveToAttention } from '../../../src/checkout/facts/endings.sql.js';
import { payOrder } from '../../../src/checkout/facts/paying.sql.js';
import { AttentionExits } from '../../../src/checkout/attention/attention-exits.js';
import { AttentionRepository } from '../../../src/checkout/attention/attention.repository.js';
import { DisputedOrders } from '../../../src/checkout/disputes/disputed-orders.service.js';
import { DisputesRepository } from '../../../src/checkout/disputes/disputes.repository.js';
import type { DisputeStatus, PaymentFact } from '../../../src/payments/payments.events.js';
import { FactsBench } from './facts-bench.js';
import { OrdersDatabase, standing } from './orders-database.js';

const letIn = { actor: 'member:a', action: 'order.reinstate', subject: 'ord_a' } as const;

describe('the tickets of a disputed order', () => {
  let db: OrdersDatabase;
  let bench: FactsBench;
  beforeEach(async () => {
    db = await OrdersDatabase.open(10);
    bench = new FactsBench(db.url);
  });
  afterEach(async () => {
    await bench.close();
    await db.close();
  });

  /** What counts towards the limit of the fan. */
  const bought = () => db.number('SELECT sum(n) AS n FROM quota');
  const attention = async () =>
    (await db.query<{ kind: string }>(`SELECT kind FROM attention ORDER BY kind`)).map(({ kind }) => kind);
  /** Tells of a dispute, twice. Returns the tickets that are left. */
  const dispute = async (disputeId: string, status: DisputeStatus) => {
    const data = { intentId: 'pi_1', disputeId, amountMinor: 9_000, reason: 'fraudulent', status };
    const fact = { id: 1n, orderId: 'ord_a', attempt: 1, kind: 'disputed', data, createdAt: new Date() } as const;
    await bench.facts.handle(fact);
    await bench.facts.handle(fact);
    return await tickets();
  };
  /** Those that the door lets in, and those it holds. */
  const tickets = async () => {
    const count = (where: string) => db.number(`SELECT count(*) AS n FROM ticket WHERE voided_at IS NULL AND ${where}`);
    return [await count('held_at IS NULL'), await count('held_at IS NOT NULL')];
  };
  const under = async (policy: Partial<NonNullable<FactsBench['policy']>>) => {
    bench.policy = { disputedTickets: 'hold', warnedTickets: 'keep', ...policy };
    await db.pendingOrder('ord_a', standing(2));
    await db.run(authorizeOrder({ orderId: 'ord_a', attempt: 1, alreadyCaptured: false }));
    await db.run(payOrder('ord_a', 1));
  };

  it('keeps them', async () => {
    await under({ disputedTickets: 'keep' });
    for (const status of ['warning', 'opened', 'lost'] as const) expect(await dispute('dp_1', status)).toEqual([2, 0]);
    expect(await attention()).toEqual(['dispute_lost', 'disputed', 'fraud_warning']);
  });

  it('holds them from a warning on, until the dispute is won', async () => {
    await under({ warnedTickets: 'hold' });
    expect(await dispute('issfr_1', 'warning')).toEqual([0, 2]);
    expect(await dispute('dp_1', 'opened')).toEqual([0, 2]);
    expect(await dispute('dp_1', 'won')).toEqual([2, 0]);
    expect(await dispute('issfr_2', 'warning')).toEqual([2, 0]);
  });

  it('leaves them at a warning alone', async () => {
    await under({});
    expect(await dispute('issfr_1', 'warning')).toEqual([2, 0]);
  });

  it('voids them once it is lost, offers them again, and says who did', async () => {
    await under({ disputedTickets: 'void' });
    expect(await dispute('dp_1', 'opened')).toEqual([0, 2]);
    expect(await db.sold()).toBe(2);
    expect(await bought()).toBe(2);
    expect(await dispute('dp_1', 'lost')).toEqual([0, 0]);
    expect(await db.sold()).toBe(0);
    expect(await bought()).toBe(0);
    expect(await db.query('SELECT state, reason, refunded_minor::int AS back FROM orders')).toEqual([
      { state: 'paid', reason: 'dispute_lost', back: 0 },
    ]);
    expect(await db.query('SELECT kind FROM stock_return')).toEqual([{ kind: 'shrink' }]);
    expect(await db.query('SELECT actor, action, subject FROM audit_entry')).toEqual([
      { actor: 'system', action: 'order.void', subject: 'ord_a' },
    ]);
  });

  it('voids nothing of an order that was won or is still open', async () => {
    await under({ disputedTickets: 'void' });
    expect(await dispute('dp_1', 'opened')).toEqual([0, 2]);
    expect(await dispute('dp_1', 'won')).toEqual([2, 0]);
  });

  it('voids nothing that staff let go before the sale said so', async () => {
    await under({});
    await dispute('dp_1', 'lost');
    await new DisputesRepository(bench.prisma).letTicketsGo('ord_a', letIn);
    bench.policy = { disputedTickets: 'void', warnedTickets: 'keep' };
    expect(await dispute('dp_2', 'won')).toEqual([2, 0]);
    expect(await dispute('dp_3', 'lost')).toEqual([0, 0]);
  });

  it('voids them when the last of several is decided and one was lost', async () => {
    await under({ disputedTickets: 'void' });
    await dispute('dp_1', 'opened');
    await dispute('dp_2', 'opened');
    expect(await dispute('dp_1', 'lost')).toEqual([0, 2]);
    expect(await dispute('dp_2', 'won')).toEqual([0, 0]);
  });

  it('voids them although the node died between the payment and their end', async () => {
    bench.policy = { disputedTickets: 'void', warnedTickets: 'keep' };
    await db.pendingOrder('ord_a', standing(2));
    await db.run(authorizeOrder({ orderId: 'ord_a', attempt: 1, alreadyCaptured: false }));
    expect(await dispute('dp_1', 'lost')).toEqual([0, 2]);
    await db.run(payOrder('ord_a', 1)); // and no more
    expect(await tickets()).toEqual([0, 2]);
    const data = { intentId: 'pi_1', amountMinor: 9_000, currency: 'EUR' };
    const fact = { id: 2n, orderId: 'ord_a', attempt: 1, kind: 'captured', data, createdAt: new Date() } as PaymentFact;
    await bench.facts.handle(fact);
    expect(await tickets()).toEqual([0, 0]);
    expect(await db.sold()).toBe(0);
  });

  it.each(['sold', 'paid'])(
    'voids them when staff sell the order, asked again after a crash once it was %s',
    async (step) => {
      bench.policy = { disputedTickets: 'void', warnedTickets: 'keep' };
      await db.pendingOrder('ord_a', standing(2));
      await db.run(moveToAttention('ord_a'));
      await db.query(`UPDATE payment SET state = 'captured', wants = NULL WHERE order_id = 'ord_a'`);
      await dispute('dp_1', 'lost');
      const items = new AttentionRepository(bench.prisma);
      await items.note({ id: 'att_a', orderId: 'ord_a', saleId: 'sale_1', kind: 'captured_in_attention', detail: {} });
      const keep = async (orders: Pick<FactsBench['orders'], 'pay' | 'stepOf'>) => {
        const item = await items.byId('att_a');
        if (!item) throw new Error('it vanished');
        const none = null as never;
        const sales = { byId: async () => ({ policy: bench.policy }) } as never;
        const disputes = new DisputedOrders(new DisputesRepository(bench.prisma), sales);
        const exits = new AttentionExits(items, orders as never, none, none, none, none, none, none, disputes);
        return await exits.take(item, 'keep', { actor: 'member:a', person: null }, null);
      };
      const pay = async (orderId: string, attempt: number): Promise<never> => {
        if (step === 'paid') await bench.orders.pay(orderId, attempt);
        throw new Error('the node died');
      };
      await expect(keep({ pay, stepOf: (id) => bench.orders.stepOf(id) })).rejects.toThrow('the node died');
      expect(await db.liveTickets()).toBe(2);
      expect([await keep(bench.orders), await keep(bench.orders)]).toEqual(['done', 'done']);
      expect(await tickets()).toEqual([0, 0]);
      expect(await db.query('SELECT state, reason FROM orders')).toEqual([{ state: 'paid', reason: 'dispute_lost' }]);
    },
  );

  it('tells staff when a warning alone holds them', async () => {
    await under({ warnedTickets: 'hold' });
    const items = new AttentionRepository(bench.prisma);
    const orders = async () => (await items.open(10)).map(({ order }) => order);
    await dispute('issfr_1', 'warning');
    expect(await orders()).toMatchObject([{ heldTickets: 2, warnedOnly: true }]);
    await dispute('dp_1', 'opened');
    expect(await orders()).toMatchObject([{ warnedOnly: false }, { warnedOnly: false }]);
  });

  it('lets staff decide otherwise, until worse news come', async () => {
    await under({});
    const disputes = new DisputesRepository(bench.prisma);
    const letGo = () => disputes.letTicketsGo('ord_a', letIn);
    expect(await letGo()).toBe(false);
    expect(await dispute('dp_1', 'opened')).toEqual([0, 2]);
    expect(await dispute('dp_2', 'opened')).toEqual([0, 2]);
    expect([await letGo(), await letGo()]).toEqual([true, false]);
    expect(await tickets()).toEqual([2, 0]);
    expect(await dispute('dp_2', 'won')).toEqual([2, 0]);
    expect(await dispute('dp_1', 'lost')).toEqual([0, 2]);
    expect(await letGo()).toBe(true);
    expect(await tickets()).toEqual([2, 0]);
    expect(await db.query('SELECT action FROM audit_entry')).toEqual([
      { action: 'order.reinstate' },
      { action: 'order.reinstate' },
    ]);
  });
});
