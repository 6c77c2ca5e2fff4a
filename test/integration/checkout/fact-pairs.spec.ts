import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorizeOrder } from '../../../src/checkout/facts/authorize.sql.js';
import {
  endCanceled,
  moveToAttention,
  startCancel,
  startCancelDue,
  voidAuthorized,
} from '../../../src/checkout/facts/endings.sql.js';
import { payOrder } from '../../../src/checkout/facts/paying.sql.js';
import { actionOf } from '../../../src/checkout/facts/order-facts.rules.js';
import { type OrderStep, orderSteps } from '../../../src/checkout/orders/order.state.js';
import { statesBefore } from '../../../src/payments/payment.state.js';
import {
  type PaymentFact,
  type PaymentFactData,
  type PaymentFactKind,
  paymentFactKinds,
} from '../../../src/payments/payments.events.js';
import { FactsBench } from './facts-bench.js';
import { OrdersDatabase, standing } from './orders-database.js';

const TOTAL = 9_000;

type Effect = Record<string, unknown>;

/** Every pair of an order's state and a fact, applied by the real statements. */
describe('every fact for an order in every state', () => {
  let db: OrdersDatabase;
  let bench: FactsBench;
  let count = 0;
  beforeAll(async () => {
    db = await OrdersDatabase.open(10_000);
    bench = new FactsBench(db.url);
  });
  afterAll(async () => {
    await bench.close();
    await db.close();
  });

  const sell = (id: string) => db.run(authorizeOrder({ orderId: id, attempt: 1, alreadyCaptured: false }));
  const payment = (id: string, state: string) =>
    db.query(`UPDATE payment SET state = $1, wants = NULL WHERE order_id = $2`, [state, id]);
  const pay = async (id: string) => {
    await sell(id);
    await db.run(payOrder(id, 1));
    await payment(id, 'captured');
  };
  const refund = (id: string) =>
    bench.refunds.adopt(
      { orderId: id, attempt: 1 },
      { id: `re_${id}`, intentId: `pi_${id}`, amountMinor: TOTAL, good: true, refundId: null },
    );
  const end = async (id: string) => {
    await db.run(endCanceled(id, 1));
    await payment(id, 'canceled');
  };
  const reach: Record<OrderStep, (id: string) => Promise<unknown>> = {
    pending: () => Promise.resolve(),
    canceling: (id) => db.run(startCancel(id, 'canceled_by_fan')),
    authorized: async (id) => {
      await sell(id);
      await db.query(`UPDATE payment SET state = 'authorized' WHERE order_id = $1`, [id]);
    },
    voiding: async (id) => {
      await sell(id);
      await db.run(voidAuthorized(id, 1, 'capture_refused'));
    },
    paid: pay,
    expired: async (id) => {
      await db.query('UPDATE orders SET deadline_sale_ms = 0 WHERE id = $1', [id]);
      await db.run(startCancelDue('sale_1', 1, 10));
      await end(id);
    },
    canceled: async (id) => {
      await db.run(startCancel(id, 'canceled_by_fan'));
      await end(id);
    },
    refunded: async (id) => {
      await pay(id);
      await refund(id);
      await bench.applyFacts();
    },
    needs_attention: (id) => db.run(moveToAttention(id)),
  };

  const dataOf = (id: string): PaymentFactData => ({
    intent_created: { intentId: `pi_${id}` },
    authorized: { intentId: `pi_${id}`, amountMinor: TOTAL, currency: 'EUR', cardFingerprint: null },
    declined: { intentId: `pi_${id}`, code: 'card_declined' },
    captured: { intentId: `pi_${id}`, chargeId: 'ch_1', amountMinor: TOTAL, currency: 'EUR' },
    capture_refused: { intentId: `pi_${id}`, code: 'expired' },
    canceled: { intentId: `pi_${id}`, reason: 'provider' },
    refunded: { refundId: 'ref_1', providerId: 're_1', amountMinor: TOTAL, answer: null },
    refund_refused: { refundId: 'ref_1', providerId: null, amountMinor: TOTAL, answer: 'charge_disputed' },
    refund_failed: { refundId: 'ref_1', providerId: 're_1', amountMinor: TOTAL, answer: 'lost_or_stolen_card' },
    disputed: {
      ...{ intentId: `pi_${id}`, disputeId: 'dp_1', amountMinor: TOTAL, reason: 'fraudulent' },
      status: 'opened',
    },
    odd: { what: 'amount_mismatch', intentId: `pi_${id}`, detail: 'spec' },
  });

  /** Moves the payment as payments does when it learns the fact. Captured money is a fact whatever was thought before. */
  const learn = async (id: string, kind: PaymentFactKind): Promise<void> => {
    if (kind === 'captured') await db.query(`UPDATE payment SET state = 'captured' WHERE order_id = $1`, [id]);
    if (kind === 'authorized' || kind === 'canceled')
      await db.query(`UPDATE payment SET state = $1 WHERE order_id = $2 AND state = ANY($3)`, [
        kind,
        id,
        statesBefore(kind),
      ]);
    if (kind !== 'refunded') return;
    await db.query(`UPDATE payment SET state = 'captured' WHERE order_id = $1 AND state <> 'refunded'`, [id]);
    await refund(id);
  };
  const traceOf = async (id: string): Promise<Effect> => {
    const [row] = await db.query<Effect & { [column: string]: unknown }>(
      `SELECT o.state, o.declines, o.dispute, o.refunded_minor::int AS refunded, p.wants,
        (SELECT count(*)::int FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL) AS tickets,
        (SELECT count(*)::int FROM payment_refund r WHERE r.order_id = o.id AND r.state = 'asked') AS "askedRefunds",
        (SELECT array_agg(a.kind ORDER BY a.kind) FROM attention a WHERE a.order_id = o.id) AS attention,
        (SELECT array_agg(s.kind ORDER BY s.kind) FROM stock_return s WHERE s.order_id = o.id) AS "returnedStock"
       FROM orders o JOIN payment p ON p.order_id = o.id AND p.attempt = 1 WHERE o.id = $1`,
      [id],
    );
    if (!row) throw new Error(`${id} vanished`);
    return row;
  };
  const changed = (before: Effect, after: Effect): Effect =>
    Object.fromEntries(
      Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
    );

  /** Applies the fact twice. Returns what the first time changed, and what the second did. */
  const effectsOf = async (
    state: OrderStep,
    kind: PaymentFactKind,
    isForeign: boolean,
  ): Promise<{ once: Effect; again: Effect }> => {
    count += 1;
    const id = await db.pendingOrder(`ord_${count}`, standing(2));
    await reach[state](id);
    if (isForeign) {
      await payment(id, 'open');
      await db.query('UPDATE orders SET attempt = 2 WHERE id = $1', [id]);
    }
    await learn(id, kind);
    const fact = {
      id: await db.fact(id, kind, dataOf(id)[kind]),
      orderId: id,
      attempt: 1,
      kind,
      data: dataOf(id)[kind],
      createdAt: new Date(),
    } as PaymentFact;
    const before = await traceOf(id);
    await bench.facts.handle(fact);
    const once = await traceOf(id);
    await bench.facts.handle(fact);
    return { once: changed(before, once), again: changed(once, await traceOf(id)) };
  };

  /** Returns whether the pair's action changes nothing by definition. */
  const isRepeat = (state: OrderStep, kind: PaymentFactKind, attempt = 1) =>
    actionOf({ state, attempt }, { kind, attempt: 1 }) === 'repeat';

  it.each(orderSteps)(
    'moves an order that is %s, repeats what is known, or tells a person',
    async (state) => {
      const effects: Record<string, Effect> = {};
      for (const kind of paymentFactKinds) {
        const { once, again } = await effectsOf(state, kind, false);
        expect({ kind, again }).toEqual({ kind, again: {} });
        if (isRepeat(state, kind)) expect({ kind, once }).toEqual({ kind, once: {} });
        else effects[kind] = once;
      }
      expect(effects).toEqual(expected[state]);
      const sold = await db.sold();
      expect(sold).toBe(await db.liveTickets());
    },
    60_000,
  );

  it('ends a voiding order whose captured money a dispute has taken, in either order of news', async () => {
    const told = async (id: string, kind: 'disputed' | 'refund_refused', data: object) =>
      await bench.facts.handle({ id: 1n, orderId: id, attempt: 1, kind, data, createdAt: new Date() } as PaymentFact);
    const lost = (id: string) => told(id, 'disputed', { ...dataOf(id).disputed, status: 'lost' });
    const refused = (id: string) => told(id, 'refund_refused', dataOf(id).refund_refused);
    for (const news of [
      [lost, refused],
      [refused, lost],
    ]) {
      count += 1;
      const id = await db.pendingOrder(`ord_${count}`, standing(1));
      await reach.voiding(id);
      await payment(id, 'captured');
      for (const tell of news) await tell(id);
      expect(await db.stateOf(id)).toBe('canceled');
    }
  });

  it.each(orderSteps)(
    'sells nothing for the money of another attempt than that of an order that is %s',
    async (state) => {
      const effects: Record<string, Effect> = {};
      for (const kind of paymentFactKinds) {
        const { once, again } = await effectsOf(state, kind, true);
        expect({ kind, again }).toEqual({ kind, again: {} });
        effects[kind] = once;
      }
      // whose money has all been given back already
      const known = state === 'refunded' ? { captured: { attention: ['captured_without_sale'] } } : {};
      expect(effects).toEqual({ ...ofAnotherAttempt, ...known });
    },
    60_000,
  );
});

const none: Effect = {};
const ofAnotherAttempt: Record<PaymentFactKind, Effect> = {
  intent_created: { wants: 'cancel' },
  authorized: { wants: 'cancel' },
  declined: none,
  captured: { askedRefunds: 1, attention: ['captured_without_sale'] },
  capture_refused: none,
  canceled: none,
  refunded: none,
  refund_refused: { attention: ['refund_refused'] },
  refund_failed: { attention: ['refund_failed'] },
  disputed: { attention: ['disputed'] },
  odd: { attention: ['amount_mismatch'] },
};

/** What is told of any order. */
const told = {
  refund_refused: { attention: ['refund_refused'] },
  refund_failed: { attention: ['refund_failed'] },
  disputed: { dispute: 'opened', attention: ['disputed'] },
  odd: { attention: ['amount_mismatch'] },
};
const stopped = { state: 'needs_attention', attention: ['amount_mismatch'], wants: 'cancel' };
const unwanted = { intent_created: none, authorized: none };
const lateMoney = { captured: { askedRefunds: 1, attention: ['captured_without_sale'] } };

/** An order that has ended accepts neither an intent nor money. */
const ended = {
  ...lateMoney,
  intent_created: { wants: 'cancel' },
  authorized: { wants: 'cancel' },
  refunded: { refunded: TOTAL },
};

const expected: Record<OrderStep, Partial<Record<PaymentFactKind, Effect>>> = {
  pending: {
    ...told,
    intent_created: none,
    authorized: { state: 'authorized', wants: 'capture', tickets: 2 },
    declined: { declines: 1 },
    captured: { state: 'paid', tickets: 2 },
    capture_refused: { state: 'voiding', wants: 'cancel', returnedStock: ['release'] },
    canceled: { state: 'canceled', returnedStock: ['reactivate'] },
    refunded: { state: 'refunded', refunded: TOTAL, returnedStock: ['release'] },
    odd: stopped,
  },
  canceling: {
    ...told,
    ...unwanted,
    captured: { state: 'paid', tickets: 2 },
    canceled: { state: 'canceled', returnedStock: ['reactivate'] },
    refunded: { state: 'refunded', refunded: TOTAL, returnedStock: ['release'] },
    odd: { state: 'needs_attention', attention: ['amount_mismatch'] },
  },
  authorized: {
    ...told,
    captured: { state: 'paid' },
    capture_refused: { state: 'voiding', wants: 'cancel', tickets: 0, returnedStock: ['release'] },
    canceled: { state: 'canceled', wants: 'cancel', tickets: 0, returnedStock: ['release'] },
    refunded: { state: 'refunded', refunded: TOTAL, tickets: 0, returnedStock: ['release'] },
    odd: stopped,
  },
  voiding: {
    ...told,
    ...unwanted,
    ...lateMoney,
    canceled: { state: 'canceled' },
    refunded: { state: 'canceled', refunded: TOTAL },
  },
  paid: {
    ...told,
    capture_refused: { attention: ['unexpected_capture_refused'] },
    captured: {},
    canceled: { attention: ['canceled_after_paid'] },
    refunded: { state: 'refunded', refunded: TOTAL, tickets: 0, returnedStock: ['release'] },
  },
  expired: { ...told, ...ended },
  canceled: { ...told, ...ended },
  refunded: { ...told, canceled: { attention: ['canceled_after_paid'] }, refunded: none },
  needs_attention: {
    ...told,
    ...unwanted,
    captured: { attention: ['captured_in_attention'] },
    canceled: none,
    refunded: { state: 'refunded', refunded: TOTAL, returnedStock: ['release'] },
  },
};
