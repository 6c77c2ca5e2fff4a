import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { WatchdogTask } from '../../../src/checkout/attention/watchdog.task.js';
import type { AttentionShape, ResolvedShape } from '../../../src/contract/staff/attention-shapes.js';
import type { Problem } from '../../../src/contract/errors.js';
import type { ShowCancellationShape } from '../../../src/contract/orders/show-cancellation-shapes.js';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { ScanAnswer } from '../../../src/contract/orders/ticket-shapes.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { newId } from '../../../src/platform/ids.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { TEST_ADMIN_KEY, type TestNode } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { signIn } from '../admin/staff-client.js';
import { type Fan, Shop } from './shop.js';

const auth = `Bearer ${TEST_ADMIN_KEY}`;

describe('what needs a person', () => {
  let shop: Shop;
  let sale: SaleView;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    sale = await shop.sale('attention-night', 100);
  }, 60_000);
  afterAll(() => shop.close());

  const items = [{ ticketTypeId: '', quantity: 2 }];
  const shopping = async (): Promise<{ fan: Fan; order: OrderShape }> => {
    const fan = await shop.fan('attention-night');
    const held = await fan.hold([{ ...items[0], ticketTypeId: sale.ticketTypes[0]?.id }]);
    return { fan, order: (await fan.order(held.body.id)).body };
  };
  const bought = async (): Promise<OrderShape> =>
    (await shop.fan('attention-night')).buy([{ ...items[0], ticketTypeId: sale.ticketTypes[0]?.id }]);
  const itemOf = async (orderId: string | null, kind: string): Promise<AttentionShape> => {
    const list = () => shop.call<{ items: AttentionShape[] }>('GET', '/v1/admin/attention', { auth });
    const isIt = (item: AttentionShape) => item.orderId === orderId && item.kind === kind;
    const { body } = await shop.until(list, (answer) => answer.body.items.some(isIt));
    const found = body.items.find(isIt);
    if (!found) throw new Error('it vanished');
    return found;
  };
  const resolve = (id: string, body: object) =>
    shop.call<ResolvedShape & Problem>('POST', `/v1/admin/attention/${id}/resolve`, { auth, body });
  const stateOf = async (orderId: string) =>
    (await shop.rows<{ state: string }>('SELECT state FROM orders WHERE id = $1', [orderId]))[0]?.state;
  const odd = (orderId: string, what: string) =>
    shop.rows(`INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe) VALUES ($1, 1, 'odd', $2, $3)`, [
      orderId,
      JSON.stringify({ what, intentId: 'pi_x', detail: 'spec' }),
      `odd:${what}:${orderId}`,
    ]);
  const stripe = () =>
    new Stripe('sk_test_spec', {
      host: '127.0.0.1',
      port: shop.simulator.port,
      protocol: 'http',
      telemetry: false,
    });
  /** Has the provider refuse a refund of the order. */
  const refused = async (orderId: string, amountMinor: number): Promise<AttentionShape> => {
    const refundId = newId('ref');
    await shop.rows(
      `INSERT INTO payment_refund (id, order_id, attempt, asking, origin, actor, amount_minor, state, ended_at)
       VALUES ($1, $2, 1, 'staff:spec', 'staff', 'spec', $3, 'refused', now())`,
      [refundId, orderId, amountMinor],
    );
    const data = { refundId, providerId: null, amountMinor, answer: 'insufficient balance' };
    await shop.rows(
      `INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe) VALUES ($1, 1, 'refund_refused', $2, $3)`,
      [orderId, JSON.stringify(data), `refund_refused:${refundId}`],
    );
    return await itemOf(orderId, 'refund_refused');
  };
  const committed = async () =>
    (await shop.app.get(StockService).figures(sale.id))?.pools.reduce((sum, pool) => sum + pool.committed, 0);

  it('lets no fan pay into it, says what may be done, and frees the stock when it is done', async () => {
    const before = await committed();
    const { fan, order } = await shopping();
    await shop.until(
      () => fan.read(order),
      ({ body }) => body.payment !== null,
    );
    const intent = (await fan.read(order)).body.payment?.confirmUrl ?? '';
    await odd(order.id, 'amount_mismatch');
    const item = await itemOf(order.id, 'amount_mismatch');
    expect(item).toMatchObject({
      reason: 'amount_mismatch',
      currency: 'EUR',
      orderState: 'needs_attention',
      verbs: ['cancel'],
      finalVerbs: ['cancel'],
    });
    await shop.until(
      () => shop.number(`SELECT count(*) AS n FROM payment WHERE order_id = $1 AND state = 'canceled'`, [order.id]),
      (n) => n === 1,
    );
    const paying = await fetch(intent, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"paymentMethod":"pm_card_visa"}',
    });
    expect(paying.status).toBeGreaterThanOrEqual(400);
    expect(await resolve(item.id, { verb: 'give_back' })).toMatchObject({
      status: 409,
      body: { code: 'VERB_NOT_POSSIBLE' },
    });
    expect(await resolve(item.id, { verb: 'cancel', note: 'looked at it' })).toMatchObject({
      status: 200,
      body: { orderState: 'canceled', undo: 'impossible' },
    });
    expect((await resolve(item.id, { verb: 'cancel' })).status).toBe(404);
    await shop.until(committed, (n) => n === before);
    const [row] = await shop.rows('SELECT verb, note FROM attention WHERE id = $1', [item.id]);
    expect(row).toEqual({ verb: 'cancel', note: 'looked at it' });
  }, 60_000);

  it('opens an item again that was kept as it was, and none about which something was done', async () => {
    await shop.rows(
      `INSERT INTO attention (id, kind, next_step, detail) VALUES ('att_kept', 'dispute_won', 'Nothing.', '{}')`,
    );
    const reopen = async (id: string) => await shop.call('POST', `/v1/admin/attention/${id}/reopen`, { auth });
    expect(await resolve('att_kept', { verb: 'keep', note: 'by mistake' })).toMatchObject({
      body: { undo: 'possible' },
    });
    expect([(await reopen('att_kept')).status, (await reopen('att_kept')).status]).toEqual([204, 204]);
    expect((await shop.rows(`SELECT 1 FROM audit_entry WHERE action = 'attention.reopen'`)).length).toBe(1);
    expect((await resolve('att_kept', { verb: 'keep' })).status).toBe(200);
    await shop.rows(`UPDATE attention SET undoable = false WHERE id = 'att_kept'`);
    expect([(await reopen('att_kept')).status, (await reopen('att_none')).status]).toEqual([409, 404]);
  });

  it('gives captured money back, or sells the order after all', async () => {
    for (const verb of ['give_back', 'keep'] as const) {
      const { fan, order } = await shopping();
      await shop.until(
        () => fan.read(order),
        ({ body }) => body.payment !== null,
      );
      // the payment succeeds while the order awaits a person's decision
      await shop.rows(`UPDATE orders SET state = 'needs_attention' WHERE id = $1`, [order.id]);
      const [row] = await shop.rows<{ intent_id: string }>('SELECT intent_id FROM payment WHERE order_id = $1', [
        order.id,
      ]);
      await shop.rows(`UPDATE payment SET state = 'authorized' WHERE order_id = $1`, [order.id]);
      await stripe().paymentIntents.confirm(row?.intent_id ?? '', { payment_method: 'pm_card_visa' });
      await stripe().paymentIntents.capture(row?.intent_id ?? '');
      const item = await itemOf(order.id, 'captured_in_attention');
      expect(item.verbs).toEqual(['give_back', 'keep']);
      expect((await resolve(item.id, { verb })).status).toBe(200);
      const end = await shop.until(
        () => fan.read(order),
        ({ body }) => body.state === (verb === 'keep' ? 'paid' : 'canceled'),
      );
      expect([end.body.tickets.length, end.body.refunded.amount]).toEqual(verb === 'keep' ? [2, 0] : [0, 9_000]);
    }
  }, 60_000);

  it('asks again for no more of a refused refund than the dashboard has left since', async () => {
    const order = await bought();
    const [paid] = await shop.rows<{ intent_id: string }>('SELECT intent_id FROM payment WHERE order_id = $1', [
      order.id,
    ]);
    const item = await refused(order.id, 6_000);
    await stripe().refunds.create({ payment_intent: paid?.intent_id ?? '', amount: 5_000 });
    const refunded = (minor: number) =>
      shop.until(
        () => shop.number('SELECT refunded_minor AS n FROM orders WHERE id = $1', [order.id]),
        (n) => n === minor,
      );
    await refunded(5_000);
    expect((await resolve(item.id, { verb: 'retry' })).status).toBe(200);
    await refunded(9_000);
    const rows = `SELECT amount_minor::int AS amount, state FROM payment_refund WHERE order_id = $1 ORDER BY asked_at`;
    expect(await shop.rows(rows, [order.id])).toEqual([
      { amount: 6_000, state: 'refused' },
      { amount: 5_000, state: 'succeeded' },
      { amount: 4_000, state: 'succeeded' },
    ]);
    expect(await stateOf(order.id)).toBe('refunded');
  }, 60_000);

  it('ends an order whose money staff gave back by other means, once, by a member and with a note', async () => {
    const order = await bought();
    // captured money that the provider does not refund, of an order that could not be sold
    await shop.rows(`UPDATE orders SET state = 'voiding', reason = 'sold_meanwhile' WHERE id = $1`, [order.id]);
    const item = await refused(order.id, 9_000);
    expect(item).toMatchObject({ verbs: ['retry', 'paid_back', 'keep'], finalVerbs: ['paid_back'] });
    const decision = { verb: 'paid_back', note: 'by transfer' };
    const member = await signIn({ url: shop.url } as TestNode);
    const decide = (body: object) => member.call<Problem>('POST', `/v1/admin/attention/${item.id}/resolve`, body);
    expect((await resolve(item.id, decision)).body).toMatchObject({ code: 'FORBIDDEN' });
    expect((await decide({ ...decision, note: ' ' })).body).toMatchObject({
      ...{ code: 'VALIDATION_FAILED', errors: [{ field: 'note' }] },
    });
    // while a refund of the provider is in flight, the money may yet go back
    await shop.rows('UPDATE payment SET refunding_minor = 9000 WHERE order_id = $1', [order.id]);
    expect((await decide(decision)).body).toMatchObject({ code: 'VERB_NOT_POSSIBLE' });
    await shop.rows('UPDATE payment SET refunding_minor = 0 WHERE order_id = $1', [order.id]);
    const answers = await Promise.all([decide(decision), decide(decision)]);
    expect(answers.map(({ status }) => status)).toContain(200);
    await shop.until(
      () => stateOf(order.id),
      (state) => state === 'canceled',
    );
    const refunds = `SELECT amount_minor::int AS amount, state, means, reason, provider_id FROM payment_refund
      WHERE order_id = $1 ORDER BY state`;
    expect(await shop.rows(refunds, [order.id])).toEqual([
      { amount: 9_000, state: 'refused', means: 'provider', reason: null, provider_id: null },
      { amount: 9_000, state: 'succeeded', means: 'other', reason: 'by transfer', provider_id: null },
    ]);
    const balance = 'SELECT amount_minor - refunded_minor - refunding_minor AS n FROM payment WHERE order_id = $1';
    expect(await shop.number(balance, [order.id])).toBe(0);
    const quota = `SELECT q.n FROM quota q JOIN orders o ON q.kind = 'place' AND q.digest = o.fan_key WHERE o.id = $1`;
    expect(await shop.number(quota, [order.id])).toBe(0);
    const moments = await member.call<{ history: { what: string; cause: string }[] }>(
      'GET',
      `/v1/admin/orders/${order.id}`,
    );
    expect(moments.body.history).toContainEqual(
      expect.objectContaining({ what: 'given back by other means', cause: expect.stringContaining('member:') }),
    );
  }, 60_000);

  it('voids the tickets of a lost dispute and keeps the money where it is', async () => {
    const order = await bought();
    await shop.rows(
      `INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe) VALUES ($1, 1, 'disputed', $2, $3)`,
      [
        order.id,
        JSON.stringify({
          intentId: 'pi_x',
          disputeId: 'dp_1',
          amountMinor: 9_000,
          reason: 'fraudulent',
          status: 'lost',
        }),
        `disputed:${order.id}`,
      ],
    );
    const item = await itemOf(order.id, 'dispute_lost');
    expect(await resolve(item.id, { verb: 'void' })).toMatchObject({ status: 200, body: { orderState: 'paid' } });
    expect(
      await shop.number('SELECT count(*) AS n FROM ticket WHERE order_id = $1 AND voided_at IS NULL', [order.id]),
    ).toBe(0);
  }, 60_000);

  it('has held tickets let in again at the door where staff decide so, once', async () => {
    const order = await bought();
    const [ticket] = order.tickets;
    const scan = async () =>
      (
        await shop.call<ScanAnswer>('POST', '/v1/admin/scans', {
          body: { barcode: ticket?.barcode, gate: 'North' },
          auth,
        })
      ).body.result;
    const ofBuyer = `Order ${order.accessToken ?? ''}`;
    const saysHeld = async () =>
      (await shop.call<OrderShape>('GET', `/v1/orders/${order.id}`, { auth: ofBuyer })).body.tickets[0]?.held ?? false;
    expect(await saysHeld()).toBe(false);
    const data = { intentId: 'pi_x', disputeId: 'dp_2', amountMinor: 9_000, reason: 'fraudulent', status: 'opened' };
    await shop.rows(
      `INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe) VALUES ($1, 1, 'disputed', $2, $3)`,
      [order.id, JSON.stringify(data), `disputed:opened:${order.id}`],
    );
    const item = await itemOf(order.id, 'disputed');
    expect([await scan(), item.verbs, item.finalVerbs]).toEqual(['void', ['void', 'reinstate', 'keep'], ['void']]);
    expect(await saysHeld()).toBe(true);
    expect(await resolve(item.id, { verb: 'reinstate' })).toMatchObject({
      ...{ status: 200, body: { orderState: 'paid', undo: 'impossible' } },
    });
    expect([await scan(), await scan(), await saysHeld()]).toEqual(['admitted', 'already', false]);
  }, 60_000);

  it('notes once what has not moved for a quarter of an hour, and tries it again when told', async () => {
    const order = await bought();
    const watchdog = shop.app.get(WatchdogTask);
    const look = () => watchdog.runOnce(AbortSignal.timeout(20_000));
    await shop.rows(
      `INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe, created_at, next_at)
       VALUES ($1, 1, 'declined', '{"intentId":"pi_x","code":"x"}', $2, now() - interval '16 minutes', now() + interval '1 hour')`,
      [order.id, `stuck:${order.id}`],
    );
    await look();
    await look();
    const item = await itemOf(order.id, 'stuck_fact');
    expect(await shop.number(`SELECT count(*) AS n FROM attention WHERE kind = 'stuck_fact'`)).toBe(1);
    expect(item.verbs).toEqual(['retry', 'keep']);
    expect((await resolve(item.id, { verb: 'retry' })).status).toBe(200);
    await shop.until(
      () => shop.number('SELECT count(*) AS n FROM payment_fact WHERE order_id = $1 AND taken_at IS NULL', [order.id]),
      (n) => n === 0,
    );
    // covers orders and refunds
    await shop.rows(`UPDATE orders SET state = 'voiding', updated_at = now() - interval '16 minutes' WHERE id = $1`, [
      order.id,
    ]);
    await look();
    await itemOf(order.id, 'stuck_order');
    await shop.rows(`UPDATE orders SET state = 'paid' WHERE id = $1`, [order.id]);
  }, 60_000);

  describe('a signed event', () => {
    const deliver = async (payload: string) => {
      const secret = 'whsec_checkout_spec_0123456789';
      const header = Stripe.webhooks.generateTestHeaderString({ payload, secret });
      const headers = { 'content-type': 'application/json', 'stripe-signature': header };
      return (await fetch(`${shop.url}/v1/stripe/webhook`, { method: 'POST', headers, body: payload })).status;
    };
    const event = (object: string) =>
      `{"id":"evt_${newId('evt')}","type":"payment_intent.succeeded","data":{"object":${object}}}`;

    it.each([
      ['NUL', event('{"id":"pi_\\u0000","x":"\\u0000"}')],
      ['half a character', event('{"id":"pi_1","reason":"\\ud800"}')],
      ['a prototype', event('{"__proto__":{"id":"pi_1"},"constructor":{"prototype":{}}}')],
      ['depth', event(`{"id":"pi_1","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)],
      ['almost a megabyte', event(`{"id":"pi_1","x":"${'x'.repeat(1_000_000)}"}`)],
      ['wrong types', '{"id":7,"type":[],"data":null}'],
      [
        'an authorization of nonsense',
        '{"id":"evt_1","type":"payment_intent.amount_capturable_updated","data":{"object":{"currency":1}}}',
      ],
      ['no JSON at all', '{{{'],
    ])('is answered 2xx although it holds %s', async (_what, payload) => {
      expect(await deliver(payload)).toBe(200);
    });

    it('that cannot be read is shown to a person, once', async () => {
      await deliver('not JSON either');
      await deliver('not JSON either');
      await itemOf(null, 'poison_event');
      expect(await shop.number(`SELECT count(*) AS n FROM stripe_event WHERE poison LIKE '%15 bytes%'`)).toBe(1);
      expect(
        await shop.number(`SELECT count(*) AS n FROM stripe_event WHERE poison IS NOT NULL AND handled_at IS NULL`),
      ).toBe(0);
    });
  });

  it('is left by a show that is canceled: every order is given back, whatever interrupts it', async () => {
    const orders = [await bought(), await bought(), await bought()];
    const { order: pending } = await shopping();
    const path = `/v1/admin/sales/${sale.id}/cancel-show`;
    const begun = await shop.call<ShowCancellationShape>('POST', path, { auth, body: { reason: 'storm' } });
    expect([begun.status, begun.body.state]).toEqual([202, 'running']);
    const done = await shop.until(
      () => shop.call<ShowCancellationShape>('GET', path, { auth }),
      ({ body }) => body.state === 'done',
    );
    expect(done.body.orders).toMatchObject({ open: 0, waiting: 0, asked: 0, refused: 0 });
    for (const { id } of orders)
      await shop.until(
        () => stateOf(id),
        (state) => state === 'refunded',
      );
    await shop.until(
      () => stateOf(pending.id),
      (state) => state === 'canceled',
    );
    expect((await shop.call<ShowCancellationShape>('POST', path, { auth, body: {} })).body.state).toBe('done');
    const kept = `SELECT COALESCE(sum(total_minor - refunded_minor), 0) AS n FROM orders WHERE sale_id = $1 AND state IN ('paid', 'refunded') AND dispute IS NULL`;
    expect(await shop.number(kept, [sale.id])).toBe(0);
  }, 90_000);
});
