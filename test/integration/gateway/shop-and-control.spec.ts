import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { Acknowledged, AvailabilityDelta } from '../../../src/contract/live/socket-events.js';
import type { HoldShape, OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { NewsService } from '../../../src/platform/news/news.service.js';
import { Tokens } from '../../../src/platform/tokens/tokens.js';
import { admitted, heldTickets, ordered, publishedSale } from '../../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem } from '../../support/system.js';
import { aWhile, refusedWith, SocketClient } from './socket-client.js';

let system: TestSystem;
const clients: SocketClient[] = [];

beforeAll(async () => {
  system = await startSystem({ nodes: 2, env: { PUBLIC_URL: 'http://tickets.localhost' } });
}, 60_000);
afterAll(async () => {
  await system.close();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const node = (n: 0 | 1): string => system.nodes[n]?.url ?? '';
async function enter(n: 0 | 1, namespace: string, auth: object, userAgent = 'browser one'): Promise<SocketClient> {
  const client = await SocketClient.connect(node(n), namespace, auth, { 'user-agent': userAgent });
  clients.push(client);
  return client;
}

const ticketOf = (sale: SaleShape, sessionId: string, lifeMs = 60_000): string => {
  const tokens = system.nodes[0]?.app.get(Tokens, { strict: false });
  return tokens?.sign('socket', ['mem_1', sessionId, sale.id, Date.now() + lifeMs, randomUUID()]) ?? '';
};

describe('/shop', () => {
  it('needs a pass that is good', async () => {
    expect(await refusedWith(SocketClient.connect(node(0), '/shop', {}))).toBe('PASS_REQUIRED');
    expect(await refusedWith(SocketClient.connect(node(0), '/shop', { pass: 'nonsense' }))).toBe('PASS_INVALID');
    const { place } = await admitted(system.url, (await publishedSale(system.url)).slug);
    expect(await refusedWith(SocketClient.connect(node(0), '/shop', { pass: place.placeToken }))).toBe('PASS_INVALID');
  }, 30_000);

  it('tells shoppers on both nodes what is left for them, and the shopper alone of the own hold and order', async () => {
    const lanes = ['general', 'club'].map((key) => ({ key, label: key, weight: 1, access: 'open' }));
    const sale = await publishedSale(system.url, { lanes });
    const allocations = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 3 }];
    const body = [{ key: 'presale', label: 'Presale', partnerId: null, lanes: ['club'], allocations }];
    const path = `${system.url}/v1/admin/sales/${sale.id}/channels`;
    expect((await call(path, { method: 'PUT', headers: adminHeaders, body })).status).toBe(200);
    const buyer = await admitted(system.url, sale.slug);
    const other = await admitted(system.url, sale.slug, { lane: 'club' });
    const mine = await enter(0, '/shop', { pass: buyer.pass });
    const theirs = await enter(1, '/shop', { pass: other.pass }, 'browser two');
    await aWhile(); // both nodes are subscribed
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2 }];
    const hold = await heldTickets(node(1), sale.slug, buyer.pass, items);
    for (const [shopper, left] of [
      [mine, 5],
      [theirs, 8],
    ] as const) {
      const delta = await shopper.hears<AvailabilityDelta>('availability', ({ ticketTypes }) =>
        ticketTypes.some(({ free }) => free === left),
      );
      expect(delta.version).toBeGreaterThan(0);
    }
    const told = theirs.all<AvailabilityDelta>('availability').flatMap(({ ticketTypes }) => ticketTypes);
    expect(told.map(({ free }) => free)).not.toContain(5);
    const versions = theirs.all<AvailabilityDelta>('availability').map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)]);
    expect((await mine.hears<HoldShape>('hold')).id).toBe(hold.id);
    const order = await ordered(node(1), buyer.pass, hold.id);
    expect((await mine.hears<OrderShape>('order')).id).toBe(order.id);
    expect(theirs.all('hold')).toEqual([]);
    expect(theirs.all('order')).toEqual([]);
  }, 40_000);

  it('belongs to the newest machine that uses the pass, whichever node it is on', async () => {
    const sale = await publishedSale(system.url);
    const { pass } = await admitted(system.url, sale.slug);
    const first = await enter(0, '/shop', { pass }, 'browser one');
    const tab = await enter(0, '/shop', { pass }, 'browser one');
    await aWhile();
    expect([first.socket.connected, tab.socket.connected]).toEqual([true, true]);
    const elsewhere = await enter(1, '/shop', { pass }, 'browser two');
    await first.isClosed();
    await tab.isClosed();
    await aWhile();
    expect(elsewhere.socket.connected).toBe(true);
  }, 30_000);
});

describe('a flood', () => {
  const flood = async (client: SocketClient, events: number): Promise<string[]> => {
    const codes: string[] = [];
    for (let n = 0; n < events; n += 1)
      client.socket.emit('nothing', {}, (answer: Acknowledged<unknown>) =>
        codes.push(answer.ok ? 'ok' : answer.problem.code),
      );
    await client.isClosed();
    return codes;
  };

  it('is refused after 40 events and closes the socket after 400, on /shop and on /control', async () => {
    const sale = await publishedSale(system.url);
    const { pass } = await admitted(system.url, sale.slug);
    for (const client of [
      await enter(0, '/shop', { pass }),
      await enter(1, '/control', { ticket: ticketOf(sale, 'flooding') }),
    ]) {
      const codes = await flood(client, 20_000);
      expect(codes.filter((code) => code === 'NOT_FOUND').length).toBeLessThanOrEqual(40);
      expect(codes.length).toBeLessThanOrEqual(400);
    }
  }, 30_000);

  it('of entrances in one connection closes it', async () => {
    const { pass } = await admitted(system.url, (await publishedSale(system.url)).slug);
    const socket = new WebSocket(`${node(0).replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    await new Promise((resolve) => socket.once('message', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    for (let n = 0; n < 50; n += 1) socket.send(`40/shop,${JSON.stringify({ pass })}`);
    await closed;
    expect(heard.filter((message) => message.startsWith('40/shop')).length).toBeLessThanOrEqual(1);
  }, 30_000);
});

describe('/control', () => {
  it('needs a ticket that is good and not over; a place or a pass is none', async () => {
    const sale = await publishedSale(system.url);
    const { place, pass } = await admitted(system.url, sale.slug);
    const refusals = [
      {},
      { ticket: '' },
      { ticket: ticketOf(sale, 's', -1) },
      { ticket: `${ticketOf(sale, 's')}x` },
      { ticket: place.placeToken },
      { ticket: pass },
      { placeToken: place.placeToken },
    ];
    for (const auth of refusals)
      expect(await refusedWith(SocketClient.connect(node(1), '/control', auth))).toBe('SIGN_IN_REQUIRED');
  }, 30_000);

  it('opens once a ticket, on whichever node', async () => {
    const sale = await publishedSale(system.url);
    const ticket = ticketOf(sale, 's');
    const first = await enter(0, '/control', { ticket });
    for (const n of [0, 1] as const)
      expect(await refusedWith(SocketClient.connect(node(n), '/control', { ticket }))).toBe('SIGN_IN_REQUIRED');
    expect(first.socket.connected).toBe(true);
    await enter(1, '/control', { ticket: ticketOf(sale, 's') }); // the same session with its next ticket
  }, 30_000);

  it('shows the figures of its own sale, made on whichever node', async () => {
    const [sale, other] = [await publishedSale(system.url), await publishedSale(system.url)];
    const staff = await enter(1, '/control', { ticket: ticketOf(sale, 's1') });
    const live = await staff.hears<LiveShape>('live');
    expect(live).toMatchObject({ state: 'on_sale', stock: [{ capacity: 10 }] });
    const ids = staff.all<LiveShape>('live').flatMap(({ stock }) => stock.map(({ ticketTypeId }) => ticketTypeId));
    expect(ids).not.toContain(other.ticketTypes[0]?.id);
  }, 30_000);

  it('closes when the session ends, and only for that session', async () => {
    const sale = await publishedSale(system.url);
    const [ended, kept] = [
      await enter(0, '/control', { ticket: ticketOf(sale, 's1') }),
      await enter(0, '/control', { ticket: ticketOf(sale, 's2') }),
    ];
    await kept.hears('live');
    await system.nodes[1]?.app.get(NewsService, { strict: false }).publish('staff:all', 'revoked', { sessionId: 's1' });
    await ended.isClosed();
    expect(kept.socket.connected).toBe(true);
  }, 30_000);
});
