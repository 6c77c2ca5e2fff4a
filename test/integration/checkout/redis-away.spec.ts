import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { admitted, heldTickets, joinLine, ordered, passHeaders, publishedSale } from '../../support/sale.js';
import { call, startSystem, type TestSystem } from '../../support/system.js';
import { freshRedis, type OwnRedis } from '../../support/services.js';

let redis: OwnRedis;
let system: TestSystem;
beforeAll(async () => {
  redis = await freshRedis();
  system = await startSystem({ redisUrl: redis.url });
}, 60_000);
afterAll(async () => {
  await system.close();
});

const wheelchairPlace = { label: '1', x: 0, y: 0, accessible: true };
const aloneByWheelchair = { wheelchairs: 1, companions: 0 };

it('answers 503 for a fan’s own hold and place while Redis is away, from the first moment on, and never 404', async () => {
  const { url } = system;
  const sale = await publishedSale(url, {
    seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: [wheelchairPlace] }] }] },
    ticketTypes: [
      { name: 'Standing', admission: 'general', price: 4500, capacity: 10, maxPerFan: 4 },
      { name: 'Seated', admission: 'reserved', price: 4500, sections: ['A'], maxPerFan: 4 },
    ],
  });
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
  const place = {
    ticketTypeId: sale.ticketTypes[1]?.id,
    quantity: 1,
    bestAvailable: { accessible: aloneByWheelchair },
  };
  const calls: [string, string, Record<string, string>, unknown?][] = [
    ['GET', path, passHeaders(fan.pass)],
    ['PATCH', path, passHeaders(fan.pass), { items }],
    ['POST', `${path}/extend`, passHeaders(fan.pass)],
    ['DELETE', path, passHeaders(fan.pass)],
    ['POST', '/v1/orders', passHeaders(fan.pass), form],
    ['POST', `/v1/sales/${sale.slug}/holds`, passHeaders(fan.pass), { items }],
    // nobody has said that the place is taken
    ['POST', `/v1/sales/${sale.slug}/holds`, passHeaders(fan.pass), { items: [place] }],
    ['GET', `/v1/sales/${sale.slug}/availability?section=A`, passHeaders(fan.pass)],
    ['GET', '/v1/place', asPlace],
    ['POST', '/v1/place/admission', asPlace, {}],
    ['POST', '/v1/place/handoff', asPlace, {}],
    ['POST', '/v1/place/extra-time', asPlace, {}],
    ['GET', '/v1/place/receipt', asPlace],
    ['GET', '/v1/passes/revoked', {}],
  ];
  for (const [method, door, headers, body] of calls) {
    const terms = { method, headers, isImpatient: true, ...(body === undefined ? {} : { body }) };
    const answer = await call(`${url}${door}`, terms);
    expect({ method, door, status: answer.status }).toEqual({ method, door, status: 503 });
    expect(answer.body.code).toMatch(/^(CORE_AWAY|OVERLOADED)$/);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  // what Postgres holds is still answered
  const read = await call(`${url}/v1/orders/${order.id}`, { headers: { authorization: `Order ${order.accessToken}` } });
  expect(read).toMatchObject({ status: 200, body: { id: order.id } });
  // so balancers keep sending: the node says that it is ready, and what it lacks
  for (const role of ['', '?role=edge', '?role=shop', '?role=control'])
    expect(await call(`${url}/health/ready${role}`)).toMatchObject({
      status: 200,
      body: { status: 'degraded', dependencies: { redis: 'down', postgres: 'up' } },
    });
}, 90_000);
