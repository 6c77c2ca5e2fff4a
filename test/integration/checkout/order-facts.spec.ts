import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startCancel } from '../../../src/checkout/facts/endings.sql.js';
import type { OrderFacts } from '../../../src/checkout/facts/order-facts.service.js';
import type { PaymentFact, PaymentFactData, PaymentFactKind } from '../../../src/payments/payments.events.js';
import { FactsBench } from './facts-bench.js';
import { OrdersDatabase, seat, standing } from './orders-database.js';

const data: PaymentFactData = {
  intent_created: { intentId: 'pi_1' },
  authorized: { intentId: 'pi_1', amountMinor: 9_000, currency: 'EUR', cardFingerprint: null },
  declined: { intentId: 'pi_1', code: 'card_declined' },
  captured: { intentId: 'pi_1', chargeId: 'ch_1', amountMinor: 9_000, currency: 'EUR' },
  capture_refused: { intentId: 'pi_1', code: 'expired' },
  canceled: { intentId: 'pi_1', reason: 'requested' },
  refunded: { refundId: 'ref_1', providerId: 're_1', amountMinor: 9_000, answer: null },
  refund_refused: { refundId: 'ref_1', providerId: null, amountMinor: 9_000, answer: 'charge_disputed' },
  refund_failed: { refundId: 'ref_1', providerId: 're_1', amountMinor: 9_000, answer: 'lost_or_stolen_card' },
  disputed: { intentId: 'pi_1', disputeId: 'dp_1', amountMinor: 9_000, reason: 'fraudulent', status: 'opened' },
  odd: { what: 'amount_mismatch', intentId: 'pi_1', detail: '8999 instead of 9000' },
};

describe('facts and orders', () => {
  let db: OrdersDatabase;
  let bench: FactsBench;
  let facts: OrderFacts;
  let ended: string[];

  beforeEach(async () => {
    db = await OrdersDatabase.open(10);
    bench = new FactsBench(db.url);
    ({ facts, ended } = bench);
  });
  afterEach(async () => {
    await bench.close();
    await db.close();
  });

  const factOf = async (orderId: string, kind: PaymentFactKind): Promise<PaymentFact> => {
    const id = await db.fact(orderId, kind, data[kind]);
    return { id, orderId, attempt: 1, kind, data: data[kind], createdAt: new Date() } as PaymentFact;
  };
  const tell = async (orderId: string, ...kinds: PaymentFactKind[]) => {
    for (const kind of kinds) await facts.handle(await factOf(orderId, kind));
  };
  const attention = async () =>
    (await db.query<{ kind: string }>(`SELECT kind FROM attention ORDER BY created_at`)).map(({ kind }) => kind);

  it('sells, captures and pays, and each fact may come twice and late', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'authorized', 'authorized', 'captured', 'captured', 'authorized', 'intent_created');
    expect(await db.stateOf('ord_a')).toBe('paid');
    expect([await db.sold(), await db.liveTickets()]).toEqual([2, 2]);
    expect(await db.wishOf('ord_a')).toBe('capture');
    expect(ended).toEqual(['fan-ord_a']);
  });

  it('sells an order whose money was captured before we heard of its authorization', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'captured', 'authorized');
    expect(await db.stateOf('ord_a')).toBe('paid');
    expect(await db.sold()).toBe(2);
    expect(await db.wishOf('ord_a')).toBeNull();
  });

  it('gives money back that came for an order that has ended, and tells a person', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.run(startCancel('ord_a', 'expired'));
    await tell('ord_a', 'canceled');
    await db.query(`UPDATE payment SET state = 'captured'`);
    await tell('ord_a', 'captured', 'captured');
    expect(await db.stateOf('ord_a')).toBe('expired');
    expect(await db.query(`SELECT state, origin, amount_minor::int FROM payment_refund`)).toEqual([
      { state: 'asked', origin: 'system', amount_minor: 9_000 },
    ]);
    expect(await attention()).toEqual(['captured_without_sale']);
    expect(await db.sold()).toBe(0);
  });

  it('voids what Postgres will not sell twice, and ends it when the authorization is gone', async () => {
    await db.pendingOrder('ord_a', [seat('A-1-1')]);
    await db.pendingOrder('ord_b', [seat('A-1-1')]);
    await tell('ord_a', 'authorized', 'captured');
    await tell('ord_b', 'authorized');
    expect(await db.stateOf('ord_b')).toBe('voiding');
    await tell('ord_b', 'canceled');
    expect(await db.stateOf('ord_b')).toBe('canceled');
    expect(await db.query(`SELECT reason FROM orders WHERE id = 'ord_b'`)).toEqual([{ reason: 'sold_meanwhile' }]);
    expect(await db.wishOf('ord_b')).toBe('cancel');
    expect(await db.sold('pool_s')).toBe(1);
  });

  it('unsells an order whose authorization ended before it was captured', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'authorized', 'canceled', 'capture_refused');
    expect(await db.stateOf('ord_a')).toBe('canceled');
    expect([await db.sold(), await db.liveTickets()]).toEqual([0, 0]);
    expect(await db.number(`SELECT sum(n) AS n FROM quota`)).toBe(0);
  });

  it('ends an order after five declines and not after four', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'declined', 'declined', 'declined', 'declined');
    expect(await db.stateOf('ord_a')).toBe('pending');
    await tell('ord_a', 'declined');
    expect(await db.stateOf('ord_a')).toBe('canceling');
    await tell('ord_a', 'canceled');
    expect(await db.stateOf('ord_a')).toBe('canceled');
  });

  it('counts a declined card once, however often its fact comes, and still ends the order when that failed', async () => {
    await db.pendingOrder('ord_a', standing(2));
    const declines = () => db.number(`SELECT declines AS n FROM orders WHERE id = 'ord_a'`);
    const first = await factOf('ord_a', 'declined');
    for (let time = 0; time < 3; time += 1) await facts.handle(first);
    expect(await declines()).toBe(1);
    await tell('ord_a', 'declined', 'declined', 'declined');
    const fifth = await factOf('ord_a', 'declined');
    const failing = Object.create(bench.orders, {
      startCancel: { value: () => Promise.reject(new Error('the database is away')) },
    }) as typeof bench.orders;
    await expect(bench.factsOver(failing, bench.orderRefunds).handle(fifth)).rejects.toThrow('away');
    expect([await declines(), await db.stateOf('ord_a')]).toEqual([5, 'pending']);
    await facts.handle(fifth);
    expect([await declines(), await db.stateOf('ord_a')]).toEqual([5, 'canceling']);
  });

  it('asks again to cancel an intent that an ended order does not want', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.query(`UPDATE orders SET state = 'expired' WHERE id = 'ord_a'`);
    await tell('ord_a', 'intent_created');
    expect(await db.wishOf('ord_a')).toBe('cancel');
  });

  it('keeps an order apart whose amount is not as expected, once', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'odd', 'odd', 'authorized');
    expect(await db.stateOf('ord_a')).toBe('needs_attention');
    expect(await attention()).toEqual(['amount_mismatch']);
    expect(await db.query(`SELECT type FROM outbox`)).toEqual([{ type: 'order.needs_attention' }]);
  });

  it('notes a dispute and an oddity of no order at all', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'authorized', 'captured', 'disputed');
    await tell('', 'odd');
    expect(await db.stateOf('ord_a')).toBe('paid');
    expect((await attention()).sort()).toEqual(['amount_mismatch', 'disputed']);
  });

  it('ends a voided order whose money was captured all the same and then given back', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'authorized', 'capture_refused');
    await db.query(`UPDATE payment SET state = 'captured'`);
    await tell('ord_a', 'captured');
    expect(await db.stateOf('ord_a')).toBe('voiding');
    const [row] = await db.query<{ id: string }>(`SELECT id FROM payment_refund`);
    await bench.refunds.settle(row?.id ?? '', { news: 'accepted', providerId: 're_1', answer: null });
    await bench.applyFacts();
    expect(await db.stateOf('ord_a')).toBe('canceled');
    expect(await db.number(`SELECT refunded_minor AS n FROM orders WHERE id = 'ord_a'`)).toBe(9_000);
  });

  it('stops the fan from paying into an order that waits for a person', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'odd');
    expect(await db.wishOf('ord_a')).toBe('cancel');
    await tell('ord_a', 'canceled');
    expect(await db.query(`SELECT state, payment FROM orders`)).toEqual([
      { state: 'needs_attention', payment: 'canceled' },
    ]);
  });

  it('voids an order whose capture was refused before its authorization was told', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'capture_refused', 'authorized', 'canceled');
    expect(await db.stateOf('ord_a')).toBe('canceled');
    expect([await db.sold(), await db.liveTickets()]).toEqual([0, 0]);
  });

  it('tells a person of a refund that was refused or came back', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'authorized', 'captured', 'refund_refused', 'refund_failed', 'refund_refused');
    expect((await attention()).sort()).toEqual(['refund_failed', 'refund_refused']);
    expect(await db.stateOf('ord_a')).toBe('paid');
  });

  it('holds the tickets while a dispute is open, and lets them go when it is won', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'authorized', 'captured', 'disputed', 'disputed');
    const held = () => db.number(`SELECT count(*) AS n FROM ticket WHERE held_at IS NOT NULL`);
    expect(await held()).toBe(2);
    data.disputed.status = 'won';
    await tell('ord_a', 'disputed');
    data.disputed.status = 'opened';
    await tell('ord_a', 'disputed'); // arrives late
    expect(await held()).toBe(0);
    expect(await db.query(`SELECT dispute FROM orders`)).toEqual([{ dispute: 'won' }]);
    expect(await db.number(`SELECT count(*) AS n FROM outbox WHERE type = 'order.disputed'`)).toBe(2);
  });

  describe('of several disputes', () => {
    type Status = PaymentFactData['disputed']['status'];
    const dispute = async (disputeId: string, status: Status) => {
      const given = { ...data.disputed, disputeId, status };
      const createdAt = new Date();
      await facts.handle({ id: 1n, orderId: 'ord_a', attempt: 1, kind: 'disputed', data: given, createdAt });
      const [order] = await db.query<{ dispute: string }>('SELECT dispute FROM orders');
      return [order?.dispute, await db.number(`SELECT count(*) AS n FROM ticket WHERE held_at IS NOT NULL`)];
    };
    beforeEach(async () => {
      await db.pendingOrder('ord_a', standing(2));
      await tell('ord_a', 'authorized', 'captured');
    });

    it('a later one holds the tickets again, whatever became of the one before', async () => {
      expect(await dispute('dp_1', 'opened')).toEqual(['opened', 2]);
      expect(await dispute('dp_1', 'won')).toEqual(['won', 0]);
      expect(await dispute('dp_2', 'opened')).toEqual(['opened', 2]);
      expect(await dispute('dp_1', 'opened')).toEqual(['opened', 2]); // arrives late
      expect(await dispute('dp_2', 'lost')).toEqual(['lost', 2]);
      expect(await dispute('dp_2', 'won')).toEqual(['lost', 2]);
      expect(await dispute('issfr_1', 'warning')).toEqual(['lost', 2]);
      expect((await attention()).sort()).toEqual([
        ...['dispute_lost', 'dispute_won', 'dispute_won'],
        ...['disputed', 'disputed', 'fraud_warning'],
      ]);
    });

    it('the tickets are let go only when none is open or lost', async () => {
      await dispute('dp_1', 'opened');
      await dispute('dp_2', 'opened');
      expect(await dispute('dp_1', 'won')).toEqual(['opened', 2]);
      expect(await dispute('dp_2', 'won')).toEqual(['won', 0]);
    });

    it('one that was lost before they were told apart stays lost', async () => {
      await db.query(`UPDATE orders SET dispute = 'lost', disputes = NULL`);
      await dispute('dp_2', 'opened');
      expect(await dispute('dp_2', 'won')).toEqual(['lost', 2]);
    });

    it('a bound keeps the order small, and a person still sees the rest', async () => {
      await db.query(
        `UPDATE orders SET disputes = (SELECT jsonb_object_agg('dp_' || n, 'won') FROM generate_series(1, 50) n)`,
      );
      await dispute('dp_51', 'opened');
      expect(await db.number(`SELECT count(*) AS n FROM orders, jsonb_object_keys(disputes)`)).toBe(50);
      expect(await attention()).toEqual(['disputed']);
    });
  });

  it('tells a person of a cancellation that comes after the money', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await tell('ord_a', 'authorized', 'captured', 'canceled');
    expect(await db.stateOf('ord_a')).toBe('paid');
    expect(await attention()).toEqual(['canceled_after_paid']);
  });
});
