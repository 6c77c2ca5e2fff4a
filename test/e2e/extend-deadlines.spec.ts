import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HoldShape } from '../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../src/contract/line/line-shapes.js';
import { admitted, heldTickets, ordered, paid, passHeaders, publishedSale, readOrder } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../support/system.js';

const MINUTE_MS = 60_000;

describe('more time for everybody who shops', () => {
  let system: TestSystem;
  let sale: SaleShape;
  let standing: string;
  beforeAll(async () => {
    system = await startSystem({ nodes: 1 });
    sale = await publishedSale(system.url, {
      ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 10, maxPerFan: 4 }],
    });
    standing = sale.ticketTypes[0]?.id ?? '';
  }, 60_000);
  afterAll(() => system.close());

  const extend = async (minutes: number) =>
    await call(`${system.url}/v1/admin/sales/${sale.id}/extend-deadlines`, {
      headers: adminHeaders,
      body: { minutes },
    });
  const readHold = async (id: string, pass: string) =>
    (await call<HoldShape>(`${system.url}/v1/holds/${id}`, { headers: passHeaders(pass) })).body;
  const snapshot = async () => (await call<Snapshot>(`${system.url}/v1/sales/${sale.slug}/queue`)).body;

  it('moves the deadline of each hold, order and admission, and nothing else', async () => {
    const shopper = await admitted(system.url, sale.slug);
    const hold = await heldTickets(system.url, sale.slug, shopper.pass, [{ ticketTypeId: standing, quantity: 1 }]);
    const payer = await admitted(system.url, sale.slug);
    const other = await heldTickets(system.url, sale.slug, payer.pass, [{ ticketTypeId: standing, quantity: 1 }]);
    const order = await ordered(system.url, payer.pass, other.id);
    const version = (await snapshot()).version;

    expect((await extend(5)).status).toBe(200);
    const isExtended = (before: string, after: string) => Date.parse(after) - Date.parse(before) > 4 * MINUTE_MS;
    await until('the hold', async () => isExtended(hold.expiresAt, (await readHold(hold.id, shopper.pass)).expiresAt));
    await until('the order', async () => isExtended(order.expiresAt, (await readOrder(system.url, order)).expiresAt));
    const next = await until('a snapshot', async () => {
      const found = await snapshot();
      return found.version === version ? undefined : found;
    });
    expect(next.version).toBeGreaterThan(version);
    await paid(system.url, order);
  });

  it('leaves the line going: the next fan is called, and what is given back is offered again', async () => {
    const { pass } = await admitted(system.url, sale.slug);
    const hold = await heldTickets(system.url, sale.slug, pass, [{ ticketTypeId: standing, quantity: 4 }]);
    await call(`${system.url}/v1/holds/${hold.id}`, { method: 'DELETE', headers: passHeaders(pass) });
    expect((await extend(60)).status).toBe(200);
    const next = await admitted(system.url, sale.slug);
    await until('the returned tickets', async () => {
      const { status } = await call(`${system.url}/v1/sales/${sale.slug}/holds`, {
        headers: passHeaders(next.pass),
        body: { items: [{ ticketTypeId: standing, quantity: 4 }] },
      });
      return status === 201;
    });
  });

  it('is bounded, and refused for a sale that nobody shops in', async () => {
    expect((await extend(61)).status).toBe(400);
    expect((await extend(0)).status).toBe(400);
    let last = await extend(60);
    for (let n = 0; n < 30 && last.status === 200; n += 1) last = await extend(60);
    expect(last).toMatchObject({ status: 409, body: { code: 'LIMIT_EXCEEDED' } });
    await call(`${system.url}/v1/admin/sales/${sale.id}/close`, { method: 'POST', headers: adminHeaders });
    expect(await extend(5)).toMatchObject({ status: 409, body: { code: 'SALE_STATE' } });
  });
});
