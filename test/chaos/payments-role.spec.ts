import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderShape } from '../../src/contract/orders/order-shapes.js';
import type { SaleView } from '../../src/sales/sales.types.js';
import { type Fan, Shop } from '../integration/checkout/shop.js';
import { TEST_ADMIN_KEY } from '../support/app.js';
import { NodeProcess } from '../support/node-process.js';
import { sharedRedisUrl } from '../support/services.js';

const BUYERS = 18;
const AT_ONCE = 6;
/** Every n-th buyer cancels while paying. */
const CANCELS_EVERY = 6;
const KILLED_AFTER = 3;
const HUNG_AFTER = 7;

interface Charge {
  status: string;
  amount_received: number;
  metadata: { order_id: string };
}
interface Live {
  payments: { state: string };
  reason: string;
  target: { perMinute: number };
}

let shop: Shop;
let sale: SaleView;
const nodes: NodeProcess[] = [];
beforeAll(async () => {
  shop = await Shop.open(await sharedRedisUrl(), { payments: 'outside' });
  sale = await shop.sale('drill-night', 100);
}, 60_000);
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
  await shop.close();
});

const startPayments = async (port = 0): Promise<NodeProcess> => {
  const { ports, settings } = shop.paymentsNode;
  const node = await NodeProcess.start({ ...settings, PORT: String(ports[port]) });
  nodes.push(node);
  return node;
};

const standing = (): string => sale.ticketTypes[0]?.id ?? '';
const paid = (): Promise<number> => shop.number(`SELECT count(*) AS n FROM orders WHERE state = 'paid'`);

/** A buyer's whole path, however slow payments are: a hold, an order, then a card or a cancellation. */
async function buy(fan: Fan, index: number): Promise<OrderShape> {
  const held = await fan.hold([{ ticketTypeId: standing(), quantity: 1 }]);
  expect(held.status).toBe(201);
  const { body: order } = await fan.order(held.body.id);
  if (index % CANCELS_EVERY === 0) await shop.call('DELETE', `/v1/orders/${order.id}`, { auth: tokenOf(order) });
  else await fan.confirm(order);
  return order;
}
const tokenOf = (order: OrderShape): string => `Order ${order.accessToken ?? ''}`;

/** Expires the leases of dead or hung processes by moving the rows' timestamps instead of the clock. */
const endLeases = (): Promise<unknown> =>
  shop.rows('UPDATE payment SET due_at = now() WHERE wants IS NOT NULL AND due_at > now()');

const charges = async (): Promise<Charge[]> => {
  const headers = { authorization: 'Bearer sk_test_spec' };
  const answer = await fetch(`${shop.simulator.url}/v1/payment_intents?limit=100`, { headers });
  return ((await answer.json()) as { data: Charge[] }).data;
};

const live = (): Promise<{ body: Live }> =>
  shop.call<Live>('GET', `/v1/admin/sales/${sale.id}/live`, { auth: `Bearer ${TEST_ADMIN_KEY}` });

describe('the payments role', () => {
  it('serves the API document of all roles, though it has few doors of its own', async () => {
    const node = await startPayments();
    const answer = await fetch(`http://127.0.0.1:${shop.paymentsNode.ports[0]}/v1/openapi.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, object> };
    await node.kill();
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/v1/partner/orders', '/v1/sales/{slug}/places']));
  }, 60_000);
});

describe('the payments role, killed and hung while buyers buy', () => {
  it('gives every charge its ticket or its money back, stops nobody from joining and holding, and slows and stops the line meanwhile', async () => {
    const first = await startPayments();
    // nobody is in line yet: the sale sleeps, with the reason of the time before the first process
    await shop.until(live, ({ body }) => !body.reason.startsWith('PAYMENTS_'));
    const fans = await Promise.all(Array.from({ length: BUYERS + 2 }, () => shop.fan('drill-night')));
    const [whileDead, whileHung, ...buyers] = fans;
    const orders: OrderShape[] = [];
    const left = buyers.map((fan, index) => ({ fan, index }));
    const lane = async (): Promise<void> => {
      for (let next = left.shift(); next; next = left.shift()) orders.push(await buy(next.fan, next.index));
    };
    const buying = Promise.all(Array.from({ length: AT_ONCE }, lane));

    await shop.until(paid, (count) => count >= KILLED_AFTER);
    await first.kill();
    await holdsOn(whileDead);
    await endLeases();
    const second = await startPayments();

    await shop.until(paid, (count) => count >= HUNG_AFTER);
    second.hang();
    await holdsOn(whileHung);
    await shop.until(live, ({ body }) => body.payments.state === 'unknown');
    // no payments process reports any more: the line slows at once, and stops within seconds
    const slow = await shop.until(live, ({ body }) => body.reason === 'PAYMENTS_UNKNOWN');
    expect(slow.body.target.perMinute).toBeLessThan(sale.policy.perMinute);
    await shop.until(live, ({ body }) => body.reason === 'PAYMENTS_UNKNOWN' && body.target.perMinute === 0);
    await endLeases();
    await startPayments(1);

    await buying;
    await shop.until(
      () => shop.number(`SELECT count(*) AS n FROM orders WHERE state NOT IN ('paid', 'canceled', 'expired')`),
      (open) => open === 0,
    );
    // the hung process resumes its work and finds it already done
    second.goOn();
    await shop.until(live, ({ body }) => body.payments.state === 'healthy');
    // and comes back by itself; how fast, is test/property/payments-signal.spec.ts
    await shop.until(live, ({ body }) => !body.reason.startsWith('PAYMENTS_') && body.target.perMinute > 0);

    const made = await charges();
    const taken = made.filter(({ status }) => status === 'succeeded').map(({ metadata }) => metadata.order_id);
    const sold = await shop.rows<{ id: string }>(
      `SELECT orders.id FROM orders JOIN ticket ON ticket.order_id = orders.id AND ticket.issued_at IS NOT NULL
       WHERE orders.state = 'paid'`,
    );
    expect([...taken].sort()).toEqual(sold.map(({ id }) => id).sort());
    expect(made.filter(({ status }) => status !== 'succeeded' && status !== 'canceled')).toEqual([]);
    expect(orders).toHaveLength(BUYERS);
    expect(sold).toHaveLength(BUYERS - BUYERS / CANCELS_EVERY);
    expect(await shop.number('SELECT sum(sold) AS n FROM pool')).toBe(sold.length);
  }, 180_000);
});

/** New fans can join and admitted ones can hold while no payments process is running. */
async function holdsOn(fan: Fan | undefined): Promise<void> {
  // a machine that is busy with the drill may ask to come again; that is not a refusal for want of payments
  const join = () => shop.call<{ code?: string }>('POST', '/v1/sales/drill-night/places', { body: {} });
  const joined = await shop.until(join, ({ body }) => body.code !== 'OVERLOADED');
  const held = await fan?.hold([{ ticketTypeId: standing(), quantity: 1 }]);
  expect([joined.status, held?.status]).toEqual([201, 201]);
}
