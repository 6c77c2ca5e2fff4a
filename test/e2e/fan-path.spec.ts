import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LiveShape } from '../../src/contract/live/live-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import type { SectionShape } from '../../src/contract/stock/availability-shapes.js';
import type { Snapshot } from '../../src/contract/line/line-shapes.js';
import {
  admitted,
  heldTickets,
  joinLine,
  ordered,
  paid,
  passHeaders,
  publishedSale,
  readOrder,
} from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../support/system.js';

describe('the path of a fan through the API, on two nodes', () => {
  let system: TestSystem;
  let sale: SaleShape;
  const types = { standing: '', seated: '' };
  beforeAll(async () => {
    system = await startSystem({ nodes: 2 });
    sale = await publishedSale(system.url, {
      seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 6 }] }] },
      ticketTypes: [
        { name: 'Standing', admission: 'general', price: 4500, capacity: 10, maxPerFan: 4 },
        { name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 6 },
      ],
    });
    types.standing = sale.ticketTypes[0]?.id ?? '';
    types.seated = sale.ticketTypes[1]?.id ?? '';
  }, 60_000);
  afterAll(() => system.close());

  it('leads from a place to paid tickets', async () => {
    const { pass } = await admitted(system.url, sale.slug);
    const hold = await heldTickets(system.url, sale.slug, pass, [{ ticketTypeId: types.standing, quantity: 2 }]);
    expect(hold).toMatchObject({ state: 'active', total: { amount: 9000, currency: 'EUR' } });
    const other = system.nodes[1]?.url ?? '';
    const order = await ordered(other, pass, hold.id); // the next step goes to another node
    const done = await paid(system.url, order);
    expect(done.tickets).toHaveLength(2);
    expect(new Set(done.tickets.map((ticket) => ticket.barcode)).size).toBe(2);
  });

  it('sells seats next to each other, once', async () => {
    const { pass } = await admitted(system.url, sale.slug);
    const hold = await heldTickets(system.url, sale.slug, pass, [
      { ticketTypeId: types.seated, quantity: 2, bestAvailable: {} },
    ]);
    const seats = hold.items.map((item) => Number(item.seatId?.split('-').at(-1)));
    expect(Math.abs((seats[0] ?? 0) - (seats[1] ?? 0))).toBe(1);
    const rival = await admitted(system.url, sale.slug);
    const refused = await call(`${system.url}/v1/sales/${sale.slug}/holds`, {
      headers: passHeaders(rival.pass),
      body: { items: [{ seatIds: [hold.items[0]?.seatId] }] },
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'SEATS_TAKEN' } });
    const done = await paid(system.url, await ordered(system.url, pass, hold.id));
    const section = await call<SectionShape>(`${system.url}/v1/sales/${sale.slug}/availability?section=A`, {
      headers: passHeaders(rival.pass),
    });
    const sold = section.body.seats.filter((seat) => seat.state === 'sold').map((seat) => seat.id);
    expect(sold.sort()).toEqual(done.tickets.map((ticket) => ticket.seatId).sort());
  });

  it('shows nobody else the hold, the order or its tickets', async () => {
    const owner = await admitted(system.url, sale.slug);
    const stranger = await admitted(system.url, sale.slug);
    const hold = await heldTickets(system.url, sale.slug, owner.pass, [{ ticketTypeId: types.standing, quantity: 1 }]);
    expect((await call(`${system.url}/v1/holds/${hold.id}`, { headers: passHeaders(stranger.pass) })).status).toBe(404);
    const stolen = await call(`${system.url}/v1/orders`, {
      headers: passHeaders(stranger.pass),
      body: { holdId: hold.id, buyer: { email: 'a@example.com', name: 'A' } },
    });
    expect(stolen.status).toBe(404);
    const order = await ordered(system.url, owner.pass, hold.id);
    expect((await call(`${system.url}/v1/orders/${order.id}`, { headers: passHeaders(stranger.pass) })).status).toBe(
      404,
    );
    expect([401, 404]).toContain((await call(`${system.url}/v1/orders/${order.id}`)).status);
    expect(
      (await call(`${system.url}/v1/orders/${order.id}`, { headers: { authorization: `Order ${order.accessToken}x` } }))
        .status,
    ).toBe(404);
    await paid(system.url, order);
    const byPass = await call<{ tickets: unknown[] }>(`${system.url}/v1/orders/${order.id}`, {
      headers: passHeaders(owner.pass),
    });
    expect(byPass.body.tickets).toEqual([]); // barcodes need the access token
  });

  it('takes no money and gives the stock back when the fan cancels', async () => {
    const { pass } = await admitted(system.url, sale.slug);
    const hold = await heldTickets(system.url, sale.slug, pass, [{ ticketTypeId: types.standing, quantity: 1 }]);
    const order = await ordered(system.url, pass, hold.id);
    expect(
      (await call(`${system.url}/v1/orders/${order.id}`, { method: 'DELETE', headers: passHeaders(pass) })).status,
    ).toBeLessThan(300);
    await until('the cancellation', async () => (await readOrder(system.url, order)).state === 'canceled');
    const again = await until('the hold', async () => {
      const read = await call<{ state: string }>(`${system.url}/v1/holds/${hold.id}`, { headers: passHeaders(pass) });
      return read.body.state === 'active';
    });
    expect(again).toBe(true);
  });

  it('keeps a declined fan’s hold, and lets another card pay', async () => {
    const { pass } = await admitted(system.url, sale.slug);
    const hold = await heldTickets(system.url, sale.slug, pass, [{ ticketTypeId: types.standing, quantity: 1 }]);
    const order = await ordered(system.url, pass, hold.id);
    const declined = await call(order.payment?.confirmUrl ?? '', { body: { paymentMethod: 'pm_card_chargeDeclined' } });
    expect(declined.status).toBe(402);
    expect((await readOrder(system.url, order)).state).toBe('pending');
    expect((await paid(system.url, order)).state).toBe('paid');
  });

  it('adds up: the promoter’s figures are those of the fans', async () => {
    const live = await until('the figures', async () => {
      const answer = await call<LiveShape>(`${system.url}/v1/admin/sales/${sale.id}/live`, { headers: adminHeaders });
      // a node that is too busy says so and is asked again
      if (answer.status !== 200) return null;
      return answer.body.orders.pending === 0 && answer.body.orders.paid === 4 ? answer.body : null;
    });
    for (const stock of live.stock) expect(stock.free + stock.held + stock.sold + stock.withdrawn).toBe(stock.capacity);
    expect(live.revenue).toEqual({ amount: 2 * 4500 + 2 * 6500 + 4500 + 4500, currency: 'EUR' });
  });

  it('serves the same snapshot on every node', async () => {
    const read = async (url: string): Promise<Snapshot> =>
      (await call<Snapshot>(`${url}/v1/sales/${sale.slug}/queue`)).body;
    await until('the same snapshot', async () => {
      const [a, b] = await Promise.all(system.nodes.map((node) => read(node.url)));
      return a?.version === b?.version && JSON.stringify(a) === JSON.stringify(b);
    });
  });

  it('remembers a device: the same place again, and another one without the cookie', async () => {
    const first = await call<{ number: number }>(`${system.url}/v1/sales/${sale.slug}/places`, { body: {} });
    const cookie = first.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const again = await call<{ number: number }>(`${system.url}/v1/sales/${sale.slug}/places`, {
      body: {},
      headers: { cookie },
    });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.number).toBe(first.body.number);
    expect((await joinLine(system.url, sale.slug)).number).toBeGreaterThan(first.body.number);
  });
});
