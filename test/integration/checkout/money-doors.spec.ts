import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { ApiKeysService } from '../../../src/partners/keys/api-keys.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { admitted, heldTickets, paid, passHeaders, publishedSale, readOrder } from '../../support/sale.js';
import { adminHeaders, type Answer, call, startSystem, type TestSystem, until } from '../../support/system.js';

type Placed = OrderShape & { accessToken: string; code?: string; left?: number };

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.close());

const type = { name: 'Standing', admission: 'general', price: 4500, capacity: 50, maxPerFan: 2 };
const saleWith = (limits: object, more: object = {}): Promise<SaleShape> =>
  publishedSale(system.url, { ticketTypes: [type], limits, ...more });

interface Fan {
  sale: SaleShape;
  pass: string;
}
/** Joins and admits fans, each with a place of its own. */
const fansOf = (sale: SaleShape, n: number): Promise<Fan[]> =>
  Promise.all(Array.from({ length: n }, async () => ({ sale, pass: (await admitted(system.url, sale.slug)).pass })));

/** Lets the next fan hold and order under the given address. */
async function order(fans: Fan[], email: string, quantity = 1): Promise<Answer<Placed>> {
  const { sale, pass } = fans.shift() as Fan;
  const items = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity }];
  const hold = await heldTickets(system.url, sale.slug, pass, items);
  const body = { holdId: hold.id, buyer: { email, name: 'A Fan' } };
  return await call<Placed>(`${system.url}/v1/orders`, { headers: passHeaders(pass), body });
}

interface Charge {
  metadata: { order_id: string };
  status: string;
  amount_received: number;
  payment_method_options: object;
}

async function charges(): Promise<Charge[]> {
  const headers = { authorization: 'Bearer sk_test_spec' };
  const answer = await fetch(`${system.simulator.url}/v1/payment_intents?limit=100`, { headers });
  return ((await answer.json()) as { data: Charge[] }).data;
}
const chargeOf = async (id: string) => (await charges()).find(({ metadata }) => metadata.order_id === id);

describe('limits of one person', () => {
  it('count an e-mail across places, however it is spelt, and say what is left', async () => {
    const fans = await fansOf(await saleWith({ by: ['email'] }), 5);
    expect((await order(fans, 'ann.fan@gmail.com')).status).toBe(201);
    const second = await order(fans, 'AnnFan+night@googlemail.com', 2);
    expect([second.status, second.body.code, second.body.left]).toEqual([409, 'LIMIT_EXCEEDED', 1]);
    expect((await order(fans, 'annfan@gmail.com')).status).toBe(201);
    expect((await order(fans, 'ann.fan@gmail.com')).body).toMatchObject({ code: 'LIMIT_EXCEEDED', left: 0 });
    expect((await order(fans, 'ann.fan@example.com')).status).toBe(201);
  }, 60_000);

  it('count across the sales of a tour, and give back what an order that ends had taken', async () => {
    const limits = { by: ['email'], across: 'tour', tour: 'spec-tour' };
    const [first, second] = [await fansOf(await saleWith(limits), 1), await fansOf(await saleWith(limits), 2)];
    const placed = await order(first, 'tour@example.com', 2);
    expect((await order(second, 'tour@example.com')).body.code).toBe('LIMIT_EXCEEDED');
    await call(`${system.url}/v1/orders/${placed.body.id}`, {
      method: 'DELETE',
      headers: { authorization: `Order ${placed.body.accessToken}` },
    });
    await until('the end of the order', async () => (await readOrder(system.url, placed.body)).state === 'canceled');
    expect((await order(second, 'tour@example.com', 2)).status).toBe(201);
  }, 60_000);

  it('count a card when it is authorized: beyond its limit nothing is sold and no money moves', async () => {
    const fans = await fansOf(await saleWith({ by: ['card'] }), 3);
    const first = await order(fans, 'one@example.com', 2);
    expect((await paid(system.url, first.body, 'pm_card_mastercard')).tickets).toHaveLength(2);
    const second = await order(fans, 'two@example.com');
    await call(second.body.payment?.confirmUrl ?? '', { body: { paymentMethod: 'pm_card_mastercard' } });
    const ended = await until('the end of the order', async () => {
      const now = await readOrder(system.url, second.body);
      return now.state === 'canceled' ? now : null;
    });
    expect(ended).toMatchObject({ reason: 'limit_exceeded', tickets: [] });
    expect((await chargeOf(second.body.id))?.status).toBe('canceled');
    const third = await order(fans, 'three@example.com');
    expect((await paid(system.url, third.body, 'pm_card_amex')).state).toBe('paid');
  }, 60_000);

  it('are refused where a sale could not keep them', async () => {
    const refused = saleWith({ by: ['place'], across: 'tour' });
    await expect(refused).rejects.toThrow('limits.across');
    await expect(saleWith({ by: ['identity'] })).rejects.toThrow('limits.by');
  });
});

describe('card brakes', () => {
  const asks = async (placed: Answer<Placed>): Promise<boolean> =>
    JSON.stringify((await chargeOf(placed.body.id))?.payment_method_options).includes('"any"');

  /** Waits until the cached decline figures are stale (they live for one second). */
  const figuresAreOld = () => new Promise((resolve) => setTimeout(resolve, 1_100));

  it('ask for authentication when the sale says so', async () => {
    const policy = { cap: 100, perMinute: 6000, threeDSecure: 'any' };
    const placed = await order(await fansOf(await saleWith({}, { policy }), 1), 'bank@example.com');
    expect(await asks(placed)).toBe(true);
    await call(placed.body.payment?.confirmUrl ?? '', { body: { paymentMethod: 'pm_card_visa' } });
    expect((await chargeOf(placed.body.id))?.status).toBe('requires_action');
  }, 60_000);

  it('ask for it by themselves where cards are tried, then let one order at a time through', async () => {
    const fans = await fansOf(await saleWith({}), 4);
    const prisma = system.nodes[0]?.app.get(PrismaService);
    const first = await order(fans, 'quiet@example.com');
    expect(await asks(first)).toBe(false);
    const decline = (declines: number) =>
      prisma?.order.update({ where: { id: first.body.id }, data: { declines, updatedAt: new Date() } });
    await decline(12);
    await figuresAreOld();
    const next = await order(fans, 'tried@example.com');
    expect([next.status, await asks(next)]).toEqual([201, true]);
    await decline(50);
    await figuresAreOld();
    await order(fans, 'turn@example.com');
    const slowed = await order(fans, 'slow@example.com');
    expect([slowed.status, slowed.body.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
  }, 60_000);
});

describe('orders', () => {
  it('carry charges and sums beyond 2^31 minor units from the price to the refund', async () => {
    const price = 3_000_000_000;
    const ticketTypes = [{ ...type, name: 'Box', price, maxPerFan: 1 }];
    const sale = await publishedSale(system.url, { currency: 'IDR', ticketTypes });
    const fans = await fansOf(sale, 2);
    const orders = [await order(fans, 'one@example.com'), await order(fans, 'two@example.com')];
    for (const { body } of orders)
      expect((await paid(system.url, body)).total).toEqual({ amount: price, currency: 'IDR' });
    const live = await call<{ revenue: { amount: number } }>(`${system.url}/v1/admin/sales/${sale.id}/live`, {
      headers: adminHeaders,
    });
    expect(live.body.revenue.amount).toBe(2 * price);
    const [first] = orders as [Answer<Placed>];
    const refund = `${system.url}/v1/admin/orders/${first.body.id}/refund`;
    expect((await call(refund, { headers: adminHeaders, body: {} })).status).toBe(202);
    await until('the refund', async () => (await readOrder(system.url, first.body)).state === 'refunded');
    expect((await chargeOf(first.body.id))?.amount_received).toBe(price);
  }, 60_000);

  it('are canceled once, however often and at the same time their fan asks, and never once paid', async () => {
    const fans = await fansOf(await saleWith({}), 2);
    const cancel = ({ body }: Answer<Placed>) =>
      call<Placed>(`${system.url}/v1/orders/${body.id}`, {
        method: 'DELETE',
        headers: { authorization: `Order ${body.accessToken}` },
      });
    const left = await order(fans, 'left@example.com');
    const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(left)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await until('the end', async () => (await readOrder(system.url, left.body)).state === 'canceled');
    expect((await chargeOf(left.body.id))?.status).toBe('canceled');

    const bought = await order(fans, 'bought@example.com');
    const confirm = call(bought.body.payment?.confirmUrl ?? '', { body: { paymentMethod: 'pm_card_visa' } });
    await Promise.all([confirm, cancel(bought), cancel(bought)]);
    const end = await until('an end of the race', async () => {
      const now = await readOrder(system.url, bought.body);
      return now.state === 'paid' || now.state === 'canceled' ? now : null;
    });
    // whichever won, the order and its charge must agree
    const won = end.state === 'paid' ? 'succeeded' : 'canceled';
    await until('the charge', async () => (await chargeOf(bought.body.id))?.status === won);
    if (end.state === 'paid') expect((await cancel(bought)).body.code).toBe('ORDER_STATE');
  }, 60_000);

  it('let a key with the scope of the door scan their tickets, and no other key', async () => {
    const fans = await fansOf(await saleWith({}), 1);
    const { tickets } = await paid(system.url, (await order(fans, 'door@example.com')).body);
    const keys = system.nodes[0]?.app.get(ApiKeysService);
    const scan = async (scope: 'scans:write' | 'orders:write') => {
      const wish = { name: 'Gate', partnerId: null, scopes: [scope], expiresAt: null };
      const made = await keys?.create(wish, 'member:spec');
      const key = made?.kind === 'created' ? made.key : '';
      expect(key).toMatch(/^rk_/);
      const headers = { authorization: `Bearer ${key}` };
      return await call<{ result: string; code: string }>(`${system.url}/v1/admin/scans`, {
        headers,
        body: { barcode: tickets[0]?.barcode, gate: 'North' },
      });
    };
    expect((await scan('orders:write')).body.code).toBe('FORBIDDEN');
    expect((await scan('scans:write')).body.result).toBe('admitted');
    expect((await scan('scans:write')).body.result).toBe('already');
  }, 60_000);
});

describe('the payment of one order in two tabs', () => {
  const SECURE = 'pm_card_threeDSecure2Required';
  const confirm = async ({ body }: Answer<Placed>, paymentMethod: string) =>
    await call<{ status: string }>(body.payment?.confirmUrl ?? '', { body: { paymentMethod } });
  /** Answers the bank's page, whenever it was opened. */
  const bank = async ({ body }: Answer<Placed>, outcome: 'success' | 'failure') => {
    const url = new URL(body.payment?.confirmUrl ?? '');
    url.pathname += '/authenticate';
    return await call<{ status: string }>(url.href, { body: { outcome } });
  };
  const endOf = async ({ body }: Answer<Placed>, state: OrderShape['state']): Promise<OrderShape> =>
    await until(`the order to be ${state}`, async () => {
      const now = await readOrder(system.url, body);
      return now.state === state ? now : null;
    });
  const charged = async (id: string) =>
    (await charges()).filter(({ metadata }) => metadata.order_id === id).map(({ status }) => status);

  let fans: Fan[];
  beforeAll(async () => {
    fans = await fansOf(await saleWith({}), 4);
  }, 60_000);

  it('is taken once when both confirm at the same time', async () => {
    const placed = await order(fans, 'both@example.com');
    const statuses = (await Promise.all([confirm(placed, 'pm_card_visa'), confirm(placed, 'pm_card_visa')])).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([200, 400]);
    expect((await endOf(placed, 'paid')).tickets).toHaveLength(1);
    expect(await charged(placed.body.id)).toEqual(['succeeded']);
  }, 30_000);

  it('is taken once when one pays while the other waits at the bank', async () => {
    const placed = await order(fans, 'bank@example.com');
    expect((await confirm(placed, SECURE)).body.status).toBe('requires_action');
    expect((await confirm(placed, 'pm_card_visa')).status).toBe(200);
    expect((await bank(placed, 'success')).status).toBe(400);
    expect((await endOf(placed, 'paid')).tickets).toHaveLength(1);
    expect((await bank(placed, 'failure')).status).toBe(400);
    expect(await charged(placed.body.id)).toEqual(['succeeded']);
    expect((await readOrder(system.url, placed.body)).state).toBe('paid');
  }, 30_000);

  it('is never taken once the other has canceled the order', async () => {
    const placed = await order(fans, 'canceled@example.com');
    await confirm(placed, SECURE);
    const headers = { authorization: `Order ${placed.body.accessToken}` };
    await call(`${system.url}/v1/orders/${placed.body.id}`, { method: 'DELETE', headers });
    await endOf(placed, 'canceled');
    expect((await bank(placed, 'success')).status).toBe(400);
    expect((await confirm(placed, 'pm_card_visa')).status).toBe(400);
    expect(await charged(placed.body.id)).toEqual(['canceled']);
  }, 30_000);

  it('is never taken from a page of the bank that was left open past the deadline', async () => {
    const placed = await order(fans, 'late@example.com');
    await confirm(placed, SECURE);
    const prisma = system.nodes[0]?.app.get(PrismaService);
    await prisma?.order.update({ where: { id: placed.body.id }, data: { deadlineSaleMs: 0 } });
    expect((await endOf(placed, 'expired')).payment).toBeNull();
    expect((await bank(placed, 'success')).status).toBe(400);
    expect(await charged(placed.body.id)).toEqual(['canceled']);
    expect((await readOrder(system.url, placed.body)).tickets).toEqual([]);
  }, 30_000);
});

/** Endpoints without an idempotency key, and why repeating them is harmless. */
const repeatable: Record<string, string> = {
  'DELETE /v1/holds/{id}': 'is released',
  'DELETE /v1/orders/{id}': 'is canceled',
  'POST /v1/orders/{id}/access': 'sets a cookie and changes nothing',
  'POST /v1/orders/{id}/link': 'tells a link and changes nothing',
};
/** Endpoints repeated in test/e2e/unsafe-calls.spec.ts and test/integration/partners, or by what those show of all. */
const repeatedElsewhere = [
  'DELETE /v1/admin/promo-codes/{id}',
  'DELETE /v1/partner/holds/{id}',
  'DELETE /v1/partner/orders/{id}',
  'PATCH /v1/holds/{id}',
  'POST /v1/admin/attention/{id}/reopen',
  'POST /v1/admin/privacy/erasures',
  'POST /v1/admin/privacy/exports',
  'POST /v1/admin/scans',
  'POST /v1/admin/scans/merge',
  'POST /v1/holds/{id}/extend',
  'POST /v1/partner/holds',
  'POST /v1/partner/orders',
];
/** Stripe's events are deduplicated by their id and arrive at an undocumented endpoint. */
const MONEY =
  /^\/v1\/(sales\/\{slug\}\/holds|holds|orders|partner\/(holds|orders)|admin\/(orders|attention|promo-codes|scans|privacy|sales\/\{id\}\/cancel-show))(\/|$)/;

describe('unsafe doors of checkout, payments and tickets', () => {
  const keyed: string[] = [];
  const bare: string[] = [];
  const asked: string[] = [];
  beforeAll(async () => {
    interface Document {
      paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
    }
    const { paths } = (await call<Document>(`${system.url}/v1/openapi.json`)).body;
    for (const [path, operations] of Object.entries(paths).filter(([each]) => MONEY.test(each)))
      for (const method of ['post', 'put', 'patch', 'delete'].filter((each) => each in operations)) {
        const takesKey = operations[method]?.parameters?.some(({ name }) => name.toLowerCase() === 'idempotency-key');
        (takesKey ? keyed : bare).push(`${method.toUpperCase()} ${path}`);
      }
  });

  /** Calls twice with one key, then with another body. @returns the answer to both */
  async function twice<T>(door: string, path: string, headers: object, body: object, other: object): Promise<T> {
    asked.push(`POST ${door}`);
    const ask = (of: object) =>
      call<T & { code?: string }>(`${system.url}${path}`, {
        headers: { ...headers, 'idempotency-key': 'one-key-for-one-asking' },
        body: of,
      });
    const [first, second, third] = [await ask(body), await ask(body), await ask(other)];
    expect([door, first.status < 300, second.status < 300]).toEqual([door, true, true]);
    expect([door, third.status, third.body.code]).toEqual([door, 422, 'IDEMPOTENCY_MISMATCH']);
    return second.body;
  }

  it('take an Idempotency-Key, or are known to do nothing twice', () => {
    expect(bare.sort()).toEqual(Object.keys(repeatable).sort());
  });

  it('do it once for each key, and refuse another body under the same one', async () => {
    const prisma = system.nodes[0]?.app.get(PrismaService) as PrismaService;
    const sale = await saleWith({});
    const [{ pass }] = (await fansOf(sale, 1)) as [Fan];
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2 }];
    const [asFan, asStaff] = [passHeaders(pass), adminHeaders];
    const fewer = { items: [{ ...items[0], quantity: 1 }] };
    const door = '/v1/sales/{slug}/holds';
    const hold = await twice<{ id: string }>(door, `/v1/sales/${sale.slug}/holds`, asFan, { items }, fewer);
    const buyer = { email: 'keys@example.com', name: 'A Fan' };
    const order = { holdId: hold.id, buyer };
    const renamed = { ...order, buyer: { ...buyer, name: 'Another' } };
    const placed = await twice<Placed>('/v1/orders', '/v1/orders', asFan, order, renamed);
    const { tickets } = await paid(system.url, placed);
    const at = `/v1/admin/orders/${placed.id}`;
    const of = '/v1/admin/orders/{id}';

    await twice(`${of}/resend`, `${at}/resend`, asStaff, {}, { newBarcodes: true });
    expect(await prisma.mail.count({ where: { orderId: placed.id, kind: 'resent' } })).toBe(1);
    await twice(`${of}/notes`, `${at}/notes`, asStaff, { text: 'called' }, { text: 'wrote' });
    expect(await prisma.orderNote.count({ where: { orderId: placed.id } })).toBe(1);
    await twice(`${of}/refund`, `${at}/refund`, asStaff, { amount: 100 }, { amount: 200 });
    expect(await prisma.paymentRefund.count({ where: { orderId: placed.id } })).toBe(1);
    const asBuyer = { authorization: `Order ${placed.accessToken}` };
    const transfer = `/v1/orders/${placed.id}/tickets/${tickets[0]?.id ?? ''}/transfer`;
    const friend = { email: 'friend@example.com', name: 'A Friend' };
    await twice('/v1/orders/{id}/tickets/{ticketId}/transfer', transfer, asBuyer, friend, { ...friend, name: 'Else' });
    expect(await prisma.mail.count({ where: { orderId: placed.id, kind: 'transferred' } })).toBe(1);
    const id = 'att_00000000000000000000000000';
    await prisma.attention.create({ data: { id, kind: 'mail_undeliverable', nextStep: '', detail: {} } });
    const resolve = `/v1/admin/attention/${id}/resolve`;
    await twice('/v1/admin/attention/{id}/resolve', resolve, asStaff, { note: 'called' }, { note: 'wrote' });
    await twice(`${of}/cancel`, `${at}/cancel`, asStaff, { reason: 'by mail' }, { reason: 'by phone' });
    expect(await prisma.paymentRefund.count({ where: { orderId: placed.id } })).toBe(2);

    const promo = {
      saleId: sale.id,
      code: 'EARLY',
      percent: 10,
      maxUses: 5,
      perFan: 1,
      ticketTypeIds: null,
      endsAt: null,
    };
    await twice('/v1/admin/promo-codes', '/v1/admin/promo-codes', asStaff, promo, { ...promo, code: 'LATE' });
    expect(await prisma.promoCode.count({ where: { saleId: sale.id } })).toBe(1);
    const cancelShow = `/v1/admin/sales/${sale.id}/cancel-show`;
    await twice('/v1/admin/sales/{id}/cancel-show', cancelShow, asStaff, { reason: 'rain' }, { reason: 'snow' });

    expect([...asked, ...repeatedElsewhere].sort()).toEqual(keyed.sort());
  }, 60_000);
});
