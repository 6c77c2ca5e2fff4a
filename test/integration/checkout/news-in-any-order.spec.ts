import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FactsBench } from './facts-bench.js';
import { OrdersDatabase, standing } from './orders-database.js';

type News =
  | 'authorized'
  | 'captured'
  | 'refunded'
  | 'half'
  | 'other_half'
  | 'canceled'
  | 'disputed'
  | 'lost'
  | 'won_other';

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) =>
        permutations(items.filter((_other, other) => other !== index)).map((rest) => [item, ...rest]),
      );

/**
 * The events of one order, as payments learns and checkout applies them: in one transaction where possible, else by
 * facts.
 */
describe('the news of an order', () => {
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

  const refund = (orderId: string, name: string, amountMinor: number) => {
    const seen = { id: `re_${name}_${orderId}`, intentId: `pi_${orderId}`, amountMinor, good: true, refundId: null };
    return bench.refunds.adopt({ orderId, attempt: 1 }, seen);
  };
  const dispute = (orderId: string, status: 'opened' | 'won' | 'lost', name = 'dp') => {
    const disputeId = `${name}_${orderId}`;
    const data = { intentId: `pi_${orderId}`, disputeId, amountMinor: 9_000, reason: 'x', status };
    const fact = { kind: 'disputed' as const, data, dedupe: `disputed:${disputeId}:${status}` };
    return bench.payments.tell({ orderId, attempt: 1 }, fact);
  };
  const learn = async (orderId: string, news: News): Promise<unknown> => {
    const intentId = `pi_${orderId}`;
    const of = { orderId, attempt: 1, intentId, amountMinor: 9_000, currency: 'EUR' };
    const attempt = { orderId, attempt: 1 };
    switch (news) {
      case 'authorized': {
        const event = { id: `evt_${orderId}`, type: 'payment_intent.amount_capturable_updated', kept: {} };
        if (await bench.reactions.authorized({ ...of, event })) return;
        const data = { intentId, amountMinor: 9_000, currency: 'EUR', cardFingerprint: null };
        const fact = { kind: 'authorized' as const, data, dedupe: `authorized:${intentId}` };
        return await bench.payments.move({ ...attempt, to: 'authorized', intentId, fact });
      }
      case 'captured': {
        if (await bench.reactions.captured(of)) return;
        const data = { intentId, chargeId: 'ch_1', amountMinor: 9_000, currency: 'EUR' };
        const fact = { kind: 'captured' as const, data, dedupe: `captured:${intentId}` };
        return await bench.payments.move({ ...attempt, to: 'captured', intentId, fact });
      }
      case 'refunded':
        return await refund(orderId, 'all', 9_000);
      case 'half':
      case 'other_half':
        return await refund(orderId, news, 4_500);
      case 'disputed':
        return await dispute(orderId, 'opened');
      case 'lost':
        return await dispute(orderId, 'lost');
      case 'won_other':
        return await dispute(orderId, 'won', 'dp_other');
      case 'canceled': {
        const data = { intentId, reason: 'provider' as const };
        const fact = { kind: 'canceled' as const, data, dedupe: `canceled:${orderId}:1` };
        return await bench.payments.move({ ...attempt, to: 'canceled', intentId, fact });
      }
    }
  };

  const run = async (news: readonly News[], everyTime: boolean): Promise<string> => {
    count += 1;
    const orderId = await db.pendingOrder(`ord_${count}`, standing(2));
    for (const each of [...news, ...news]) {
      await learn(orderId, each);
      if (everyTime) await bench.applyFacts();
    }
    await bench.applyFacts();
    return orderId;
  };
  /** Returns every value in which two outcomes could differ. */
  const endOf = async (orderId: string) => {
    const [row] = await db.query(
      `SELECT o.state, o.refunded_minor::int, o.dispute, p.refunded_minor::int AS "paymentRefunded", p.refunding_minor::int AS refunding,
        (SELECT count(*)::int FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL) AS tickets,
        (SELECT count(*)::int FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL AND t.held_at IS NOT NULL) AS held,
        (SELECT COALESCE(sum(amount_minor), 0)::int FROM payment_refund r WHERE r.order_id = o.id AND r.state = 'succeeded') AS "refundRows",
        (SELECT array_agg(DISTINCT kind ORDER BY kind) FROM attention a WHERE a.order_id = o.id) AS attention,
        (SELECT count(*)::int FROM payment_fact f WHERE f.order_id = o.id AND f.taken_at IS NULL) AS "untaken"
       FROM orders o JOIN payment p ON p.order_id = o.id WHERE o.id = $1`,
      [orderId],
    );
    return row;
  };
  /** Checks that the order's amounts equal its payment's, and its refunds the sum of their rows. */
  const balanced = (end: Record<string, unknown> | undefined) =>
    expect([end?.refunded_minor, end?.paymentRefunded, end?.refunding, end?.untaken]).toEqual([
      end?.refundRows,
      end?.refundRows,
      0,
      0,
    ]);

  const cases: { of: News[]; end: Record<string, unknown>; voids?: true }[] = [
    { of: ['authorized', 'captured'], end: { state: 'paid', tickets: 2, refundRows: 0 } },
    { of: ['authorized', 'canceled'], end: { state: 'canceled', tickets: 0, refundRows: 0 } },
    { of: ['authorized', 'captured', 'refunded'], end: { state: 'refunded', tickets: 0, refundRows: 9_000 } },
    { of: ['authorized', 'captured', 'half'], end: { state: 'paid', tickets: 2, refundRows: 4_500 } },
    { of: ['captured', 'half', 'other_half'], end: { state: 'refunded', tickets: 0, refundRows: 9_000 } },
    { of: ['authorized', 'captured', 'half', 'other_half'], end: { state: 'refunded', tickets: 0, refundRows: 9_000 } },
    {
      of: ['authorized', 'captured', 'disputed', 'lost'],
      end: { state: 'paid', tickets: 2, held: 2, dispute: 'lost', attention: ['dispute_lost', 'disputed'] },
    },
    { of: ['captured', 'disputed', 'won_other'], end: { state: 'paid', tickets: 2, held: 2, dispute: 'opened' } },
    { of: ['captured', 'lost', 'won_other'], end: { state: 'paid', tickets: 2, held: 2, dispute: 'lost' } },
    { of: ['authorized', 'captured', 'disputed', 'lost'], end: { state: 'paid', tickets: 0 }, voids: true },
    { of: ['captured', 'disputed', 'won_other'], end: { state: 'paid', tickets: 2, held: 2 }, voids: true },
  ];

  it.each(cases)('end the same in whatever order they come, and balance: $of $end', async ({ of, end, voids }) => {
    bench.policy = { disputedTickets: voids ? 'void' : 'hold', warnedTickets: 'keep' };
    const orders = permutations(of);
    // exhaustive over both paths for few events, alternating for many
    for (const [n, news] of orders.entries())
      for (const everyTime of orders.length > 6 ? [n % 2 === 0] : [true, false]) {
        const reached = await endOf(await run(news, everyTime));
        expect(reached).toMatchObject(end);
        balanced(reached);
      }
    const live = await db.number('SELECT count(*) AS n FROM ticket WHERE voided_at IS NULL');
    expect(await db.sold()).toBe(live);
  });

  it('tell partners once of a paid order', async () => {
    const orderId = await run(['captured', 'authorized'], true);
    const told = `SELECT count(*) AS n FROM outbox WHERE type = 'order.paid' AND data->>'orderId' = $1`;
    expect(await db.number(told, [orderId])).toBe(1);
  });
});
