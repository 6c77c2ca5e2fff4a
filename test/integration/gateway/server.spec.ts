import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import WebSocket from 'ws';
import type { ReturnSlots } from '../../../src/gateway/server/return-slots.js';
import { SocketServer } from '../../../src/gateway/server/socket-server.js';
import { Degradation } from '../../../src/platform/overload/degradation.js';
import { startNode, type TestNode, testSecret } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { joinLine, publishedSale } from '../../support/sale.js';
import { call } from '../../support/system.js';
import { refusedWith, SocketClient } from './socket-client.js';

const MAX_SOCKETS = 3;
const CLOSE_FRAME = 0x88;
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
let small: TestNode;
let staying: TestNode;

beforeAll(async () => {
  const terms = { databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl(), secret: testSecret() };
  const env = { PUBLIC_URL: 'http://tickets.localhost' };
  small = await startNode({ ...terms, env: { ...env, ROPELINE_MAX_SOCKETS: String(MAX_SOCKETS) } });
  staying = await startNode({ ...terms, env });
}, 60_000);
afterAll(async () => {
  await staying.close();
});

/** Returns how a page's handshake that asks to be told ends. */
const endOf = async (namespace: string): Promise<{ code: number; reason: string }> =>
  await new Promise((resolve) => {
    const address = `${staying.url.replace('http', 'ws')}/socket.io${namespace}/?EIO=4&transport=websocket&told=1`;
    new WebSocket(address).on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });

describe('the server of a node', () => {
  it('keeps nothing of the request of an open websocket', async () => {
    const place = await joinLine(staying.url, (await publishedSale(staying.url, { opensAt: inAnHour })).slug);
    const client = await SocketClient.connect(staying.url, '/queue', place);
    const [socket] = staying.app.get(SocketServer, { strict: false }).of('/queue').sockets.values();
    expect(socket?.conn.request).toBeNull();
    expect(socket?.handshake.auth).toEqual({});
    expect(JSON.stringify(socket?.handshake)).not.toContain(place.placeToken);
    client.close();
  });

  it('closes a peer that names no namespace, and cuts it off when it does not answer the close frame', async () => {
    const { port } = new URL(staying.url);
    const peer = connect(Number(port), '127.0.0.1');
    const cut = new Promise<void>((resolve) => peer.once('close', () => resolve()));
    const closing = new Promise<number>((resolve) => {
      peer.on('data', (bytes) => {
        if (bytes[0] === CLOSE_FRAME) resolve(Date.now());
      });
    });
    const began = Date.now();
    peer.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: tickets.localhost\r\nConnection: Upgrade\r\n' +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const closedAt = await closing;
    expect(closedAt - began).toBeGreaterThan(4_000); // it named no namespace, for which the limit is 5 s
    await cut; // ws alone would wait 30 s
    expect(Date.now() - closedAt).toBeGreaterThan(4_000);
  }, 20_000);

  it('refuses new sockets while it degrades, keeps those it has, serves the snapshot, and recovers', async () => {
    const sale = await publishedSale(staying.url, { opensAt: inAnHour });
    const first = await SocketClient.connect(staying.url, '/queue', await joinLine(staying.url, sale.slug));
    const place = await joinLine(staying.url, sale.slug);
    const refusing = jest.spyOn(Degradation.prototype, 'acceptsSocket').mockReturnValue(false);
    expect(await refusedWith(SocketClient.connect(staying.url, '/queue', place))).toMatch(/websocket error/);
    const polled = await fetch(`${staying.url}/socket.io/?EIO=4&transport=polling`);
    const { message } = (await polled.json()) as { message: string };
    expect(JSON.parse(message)).toEqual({ code: 'OVERLOADED', afterMs: 10_000, transport: 'http' });
    // a page is told when to come back, each a little later than the one before
    const ends = [await endOf('/queue'), await endOf('/shop')];
    expect(ends.map(({ code }) => code)).toEqual([1_013, 1_013]);
    for (const { reason } of ends) expect(Number(reason)).toBeGreaterThanOrEqual(2_000);
    // those inside do not wait behind a crowd
    const { slots } = staying.app.get<unknown, { slots: ReturnSlots }>(SocketServer, { strict: false });
    for (let one = 0; one < 6_000; one += 1) slots.take(`crowd ${one}`);
    const [crowd, inside] = [await endOf('/queue'), await endOf('/shop')].map(({ reason }) => Number(reason));
    expect(crowd).toBeGreaterThan(25_000);
    expect(inside).toBeLessThanOrEqual(5_000);
    expect(staying.app.get(SocketServer, { strict: false }).size).toBe(1);
    expect((await call(`${staying.url}/v1/sales/${sale.slug}/queue`)).status).toBe(200);
    expect(first.socket.connected).toBe(true);
    refusing.mockRestore();
    const again = await SocketClient.connect(staying.url, '/queue', place);
    await again.hears('snapshot');
    again.close();
    first.close();
  });

  it('refuses cleanly what is more than it can carry, sends the rest to other nodes when it stops, and ends in time', async () => {
    const sale = await publishedSale(small.url, { opensAt: inAnHour });
    const clients: SocketClient[] = [];
    for (let n = 0; n < MAX_SOCKETS; n += 1)
      clients.push(await SocketClient.connect(small.url, '/queue', await joinLine(small.url, sale.slug)));
    const place = await joinLine(small.url, sale.slug);
    expect(await refusedWith(SocketClient.connect(small.url, '/queue', place))).toMatch(/websocket error/);
    const polled = await fetch(`${small.url}/socket.io/?EIO=4&transport=polling`);
    expect(polled.status).toBe(403);
    expect(await polled.text()).toContain('OVERLOADED');
    expect((await call(`${small.url}/v1/sales/${sale.slug}/queue`)).status).toBe(200);
    for (const client of clients) expect(client.socket.connected).toBe(true);

    const began = Date.now();
    const closing = small.close();
    for (const client of clients) {
      const hint = await client.hears<{ afterMs: number; transport: string }>('retry');
      expect(hint.transport).toBe('websocket');
      expect(hint.afterMs).toBeGreaterThanOrEqual(200);
      await client.isClosed();
    }
    await closing;
    expect(Date.now() - began).toBeLessThan(10_000);
    const again = await SocketClient.connect(staying.url, '/queue', place);
    await again.hears('snapshot');
    again.close();
  }, 60_000);
});
