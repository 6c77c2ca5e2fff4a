import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Snapshot } from '../../../src/contract/shapes.js';
import { admitted, heldTickets, joinLine, ordered, passHeaders, publishedSale } from '../../support/sale.js';
import { call, startSystem, type TestSystem, until } from '../../support/system.js';
import { freshRedis, type OwnRedis } from '../../support/services.js';
import { SocketClient } from '../gateway/socket-client.js';

let redis: OwnRedis;
let system: TestSystem;
let reading: TestSystem;
let core: OwnRedis;
beforeAll(async () => {
  redis = await freshRedis();
  core = await freshRedis();
  system = await startSystem({ redisUrl: redis.url });
  reading = await startSystem({ redisUrl: core.url, env: { REDIS_READ_URL: await replicaOf(core) } });
}, 60_000);
afterAll(async () => {
  await Promise.all([system.close(), reading.close()]);
});

/** Starts a replica and resolves with its address once it follows. */
async function replicaOf({ url }: OwnRedis): Promise<string> {
  const replica = await freshRedis();
  const { port, password } = new URL(url);
  const admin = new Redis(replica.url);
  await admin.config('SET', 'masterauth', password);
  await admin.replicaof('127.0.0.1', port);
  await until('the copy', async () => (await admin.info('replication')).includes('master_link_status:up'));
  admin.disconnect();
  return replica.url;
}

it('goes on with pages, the snapshot and sockets from the replica while the core is away', async () => {
  const { url } = reading;
  const opensAt = new Date(Date.now() + 3_600_000).toISOString();
  const { slug } = await publishedSale(url, { opensAt });
  const place = await joinLine(url, slug);
  const client = await SocketClient.connect(url, '/queue', place);
  await client.hears<Snapshot>('snapshot', ({ lanes }) => lanes.general?.arrivals === 1);
  await core.kill();
  const snapshot = async () => await call<Snapshot>(`${url}/v1/sales/${slug}/queue`);
  expect((await snapshot()).status).toBe(200);
  expect((await fetch(`${url}/s/${slug}`)).status).toBe(200);
  const refused = await call(`${url}/v1/sales/${slug}/places`, { body: {} });
  expect([refused.status, refused.body.code]).toEqual([503, expect.stringMatching(/^(CORE_AWAY|OVERLOADED)$/)]);
  const own = await call(`${url}/v1/place`, { headers: { authorization: `Place ${place.placeToken}` } });
  expect(own).toMatchObject({ status: 200, body: { number: place.number, stale: true } });
  await until('the mark', async () => (await snapshot()).body.stale);
  expect(client.socket.connected).toBe(true);
  const later = await SocketClient.connect(url, '/queue', place);
  expect((await later.hears<Snapshot>('snapshot')).lanes.general?.arrivals).toBe(1);
  for (const each of [client, later]) each.close();
}, 60_000);

it('answers 503 for a fan’s own hold and place while Redis is away, from the first moment on, and never 404', async () => {
  const { url } = system;
  const sale = await publishedSale(url);
  const items = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 1 }];
  const fan = await admitted(url, sale.slug);
  const hold = await heldTickets(url, sale.slug, fan.pass, items);
  const buyer = await admitted(url, sale.slug);
  const order = await ordered(url, buyer.pass, (await heldTickets(url, sale.slug, buyer.pass, items)).id);
  const waiting = await joinLine(url, sale.slug);
  const asPlace = { authorization: `Place ${waiting.placeToken}` };
  await redis.kill();
  const path = `/v1/holds/${hold.id}`;
  const form = { holdId: hold.id, buyer: { email: 'fan@example.com', name: 'A Fan' } };
  const calls: [string, string, Record<string, string>, unknown?][] = [
    ['GET', path, passHeaders(fan.pass)],
    ['PATCH', path, passHeaders(fan.pass), { items }],
    ['POST', `${path}/extend`, passHeaders(fan.pass)],
    ['DELETE', path, passHeaders(fan.pass)],
    ['POST', '/v1/orders', passHeaders(fan.pass), form],
    ['POST', `/v1/sales/${sale.slug}/holds`, passHeaders(fan.pass), { items }],
    ['POST', '/v1/place/admission', asPlace, {}],
    ['POST', '/v1/place/handoff', asPlace, {}],
    ['POST', '/v1/place/extra-time', asPlace, {}],
    ['GET', '/v1/place/receipt', asPlace],
    ['GET', '/v1/passes/revoked', {}],
  ];
  for (const [method, door, headers, body] of calls) {
    const answer = await call(`${url}${door}`, { method, headers, ...(body === undefined ? {} : { body }) });
    expect({ method, door, status: answer.status }).toEqual({ method, door, status: 503 });
    expect(answer.body.code).toMatch(/^(CORE_AWAY|OVERLOADED)$/);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  // what the token and Postgres hold is still answered
  expect(await call(`${url}/v1/place`, { headers: asPlace })).toMatchObject({ status: 200, body: { stale: true } });
  const read = await call(`${url}/v1/orders/${order.id}`, { headers: { authorization: `Order ${order.accessToken}` } });
  expect(read).toMatchObject({ status: 200, body: { id: order.id } });
  // so balancers keep sending: the node says that it is ready, and what it lacks
  for (const role of ['', '?role=edge', '?role=shop', '?role=control'])
    expect(await call(`${url}/health/ready${role}`)).toMatchObject({
      status: 200,
      body: { status: 'degraded', dependencies: { redis: 'down', postgres: 'up' } },
    });
}, 90_000);
