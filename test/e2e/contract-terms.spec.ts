import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiScopes } from '../../src/contract/partners/api-scopes.js';
import type { PartnerSelfShape } from '../../src/contract/partners/partner-shapes.js';
import type { HandoffShape, MovedPlaceShape } from '../../src/contract/line/place-shapes.js';
import type { HoldShape, OrderShape } from '../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import type { StaffSaleShape } from '../../src/contract/staff/staff-shapes.js';
import type { AddedTypeAnswer, ChannelsAnswer, StockBreakdown } from '../../src/contract/stock/stock-shapes.js';
import { Keys } from '../../src/platform/redis/keys.js';
import { RedisService } from '../../src/platform/redis/redis.service.js';
import { SocketClient } from '../integration/gateway/socket-client.js';
import { newKey } from '../integration/partners/partner-client.js';
import { admitted, heldTickets, joinLine, paid, passHeaders, publishedSale, saleBody } from '../support/sale.js';
import { adminHeaders, type Answer, call, startSystem, type TestSystem, until } from '../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.close());

const BUYER = { email: 'fan@example.com', name: 'A Fan' };
const EUR_0 = { amount: 0, currency: 'EUR' };
const KEY = 'the-key-of-this-order-0001';
const typeIdOf = (sale: SaleShape): string => sale.ticketTypes[0]?.id ?? '';
const sale = async (change: object = {}): Promise<SaleShape> => await publishedSale(system.url, { ...change });
const withPolicy = async (policy: object): Promise<SaleShape> =>
  await sale({ policy: { cap: 100, perMinute: 6000, ...policy } });
const admin = async <T = { code?: string; errors?: { field: string }[] }>(
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer<T>> =>
  await call<T>(`${system.url}/v1/admin${path}`, {
    method,
    headers: adminHeaders,
    ...(body === undefined ? {} : { body }),
  });
/** Returns the fields that a refusal names, or its status if it is none of validation. */
const fieldsOf = ({ status, body }: Answer<{ code?: string; errors?: { field: string }[] }>): unknown =>
  body.code === 'VALIDATION_FAILED' && status === 400 ? body.errors?.map(({ field }) => field) : status;

interface Fan {
  pass: string;
  sale: SaleShape;
  hold: HoldShape;
}
const holding = async (of: SaleShape, quantity = 1): Promise<Fan> => {
  const { pass } = await admitted(system.url, of.slug);
  const hold = await heldTickets(system.url, of.slug, pass, [{ ticketTypeId: typeIdOf(of), quantity }]);
  return { pass, sale: of, hold };
};
const order = async (
  { pass, hold }: Fan,
  buyer = BUYER,
  more: object = {},
): Promise<Answer<OrderShape & { code?: string }>> =>
  await call(`${system.url}/v1/orders`, {
    headers: { ...passHeaders(pass), 'idempotency-key': KEY },
    body: { holdId: hold.id, buyer, ...more },
  });
const readHold = async ({ pass, hold }: Fan): Promise<Answer<HoldShape & { code?: string }>> =>
  await call(`${system.url}/v1/holds/${hold.id}`, { headers: passHeaders(pass) });
const leaveShop = async ({ pass }: Fan): Promise<void> => {
  const left = await call(`${system.url}/v1/passes/current`, { method: 'DELETE', headers: passHeaders(pass) });
  expect(left.status).toBe(204);
};

describe('an order asked for again with the same key', () => {
  let fan: Fan;
  let first: Answer<OrderShape & { code?: string }>;
  let bought: OrderShape;
  beforeAll(async () => {
    fan = await holding(await sale(), 2);
    first = await order(fan);
    bought = await paid(system.url, { ...first.body, accessToken: first.body.accessToken ?? '' });
  }, 60_000);

  it('is rendered now, with its token and tickets, also after payment has ended the admission', async () => {
    const again = await order(fan);
    expect(again.status).toBe(first.status);
    expect(again.body).toMatchObject({ id: bought.id, state: 'paid', accessToken: first.body.accessToken });
    expect(again.body.tickets.map(({ id }) => id)).toEqual(bought.tickets.map(({ id }) => id));
  });

  it('is refused with another body', async () => {
    expect(await order(fan, { ...BUYER, name: 'Another' })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_MISMATCH' },
    });
  });

  it('leaves a hold that its fan reads as sold, alone and in the list', async () => {
    const sold = { id: fan.hold.id, state: 'sold', orderId: bought.id, total: { amount: 9000, currency: 'EUR' } };
    expect(await readHold(fan)).toMatchObject({ status: 200, body: { ...sold, items: [{}, {}] } });
    const list = await call<{ holds: HoldShape[] }>(`${system.url}/v1/holds`, { headers: passHeaders(fan.pass) });
    expect(list).toMatchObject({ status: 200, body: { holds: [sold] } });
  });

  it('is sold also when Redis has lost the hold, for its order tells', async () => {
    const { core } = system.nodes[0]!.app.get(RedisService, { strict: false });
    await core.del(Keys.holdPrefix(fan.sale.id) + fan.hold.id);
    const { body } = await readHold(fan);
    expect(body).toMatchObject({ state: 'sold', orderId: bought.id, total: { amount: 9000, currency: 'EUR' } });
    expect(body.items).toEqual(fan.hold.items);
  });

  it('and its hold do not exist for anybody else', async () => {
    const { pass } = await admitted(system.url, fan.sale.slug);
    const strangers = [{}, { authorization: 'Bearer garbage' }, { authorization: 'Order garbage' }, passHeaders(pass)];
    const doors = [
      ['GET', `/v1/orders/${bought.id}`],
      ['DELETE', `/v1/orders/${bought.id}`],
      ['GET', `/v1/orders/${bought.id}/tickets.pdf`],
      ['GET', `/v1/orders/${bought.id}/calendar.ics`],
      ['GET', `/v1/holds/${fan.hold.id}`],
      ['DELETE', `/v1/holds/${fan.hold.id}`],
      ['POST', `/v1/holds/${fan.hold.id}/extend`],
    ] as const;
    for (const headers of strangers)
      for (const [method, path] of doors) {
        const { status, body } = await call<{ code: string }>(system.url + path, { method, headers });
        expect({ headers, path, status, code: body.code }).toEqual({ headers, path, status: 404, code: 'NOT_FOUND' });
      }
  });
});

/** Cancels an order and waits until its hold is active again. */
const canceled = async (fan: Fan, { id, accessToken = '' }: OrderShape): Promise<void> => {
  const headers = { authorization: `Order ${accessToken}` };
  await call(`${system.url}/v1/orders/${id}`, { method: 'DELETE', headers });
  await until('the cancellation', async () => {
    const { body } = await call<OrderShape>(`${system.url}/v1/orders/${id}`, { headers });
    return body.state === 'canceled' && (await readHold(fan)).body.state === 'active';
  });
};

describe('a canceled order', () => {
  it('is what the same key gives, and its ended hold keeps the currency', async () => {
    const fan = await holding(await sale());
    const first = await order(fan);
    await canceled(fan, first.body);
    expect(await order(fan)).toMatchObject({ status: 201, body: { id: first.body.id, state: 'canceled' } });
    const socket = await SocketClient.connect(system.url, '/shop', { pass: fan.pass });
    const released = { method: 'DELETE', headers: passHeaders(fan.pass) };
    expect((await call(`${system.url}/v1/holds/${fan.hold.id}`, released)).status).toBe(204);
    const ended = { id: fan.hold.id, state: 'released', items: [], total: EUR_0 };
    expect(await socket.hears<HoldShape>('hold', ({ state }) => state === 'released')).toMatchObject(ended);
    socket.socket.close();
    await leaveShop(fan);
    expect(await order(fan)).toMatchObject({ status: 201, body: { id: first.body.id, state: 'canceled' } });
    expect(await order(fan, { ...BUYER, name: 'Another' })).toMatchObject({ status: 422 });
    expect(await readHold(fan)).toMatchObject({ status: 200, body: ended });
  });

  it('is what the same key gives also when its promo code has been used up since', async () => {
    const of = await sale();
    const code = {
      saleId: of.id,
      code: 'EARLY',
      percent: 10,
      maxUses: 1,
      perFan: 1,
      ticketTypeIds: null,
      endsAt: null,
    };
    expect((await admin('POST', '/promo-codes', code)).status).toBe(201);
    const [fan, other] = [await holding(of), await holding(of)];
    const promo = { promoCode: 'EARLY' };
    const first = await order(fan, BUYER, promo);
    await canceled(fan, first.body);
    expect((await order(other, BUYER, promo)).status).toBe(201);
    expect(await order(fan, BUYER, promo)).toMatchObject({
      status: 201,
      body: { id: first.body.id, state: 'canceled' },
    });
  });
});

describe('a hold', () => {
  it('lasts any fraction of a minute, and keeps the currency when it lapses', async () => {
    const fan = await holding(await withPolicy({ holdMinutes: 1 / 60, payMinutes: 5 / 60 }));
    expect(Date.parse(fan.hold.expiresAt)).toBeLessThanOrEqual(Date.now() + 1_000);
    const { body } = await until('the end of the hold', async () => {
      const read = await readHold(fan);
      return read.body.items.length === 0 ? read : null;
    });
    expect(body).toMatchObject({ state: 'expired', items: [], total: EUR_0, extendable: false });
    const made = await admin('POST', '/sales', saleBody({ policy: { holdMinutes: 0.125, graceSeconds: 1 } }));
    expect(made).toMatchObject({ status: 201, body: { policy: { holdMinutes: 0.125, graceSeconds: 1 } } });
    const short = saleBody({ policy: { cap: 1, perMinute: 1, holdMinutes: 0.01, graceSeconds: 0 } });
    expect(fieldsOf(await admin('POST', '/sales', short))).toEqual(['policy.graceSeconds', 'policy.holdMinutes']);
  }, 40_000);

  it('above the limit of a hold is above the limit, in one line or in several', async () => {
    const of = await sale();
    const { pass } = await admitted(system.url, of.slug);
    const ask = async (items: object[]) =>
      await call(`${system.url}/v1/sales/${of.slug}/holds`, { headers: passHeaders(pass), body: { items } });
    const line = (quantity: number) => ({ ticketTypeId: typeIdOf(of), quantity });
    for (const items of [[line(51)], [line(999)], [line(30), line(30)]])
      expect(await ask(items)).toMatchObject({ status: 409, body: { code: 'LIMIT_EXCEEDED' } });
    expect(await ask([line(0)])).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  });
});

describe('a lane', () => {
  it('may have a hyphen in its key: in the join, the claim, the codes and the channels', async () => {
    const open = { key: 'fan-club', label: 'Fans', weight: 1, access: 'open' };
    const closed = { key: 'b-list', label: 'B', weight: 1, access: 'code' };
    const of = await sale({ lanes: [open, closed] });
    const joined = await call<{ lane: string }>(`${system.url}/v1/sales/${of.slug}/places`, {
      body: { lane: 'fan-club' },
    });
    expect(joined.body.lane).toBe('fan-club');
    expect((await holding(of)).hold.state).toBe('active');
    const codes = await admin('POST', `/sales/${of.id}/access-codes`, { lane: 'b-list', codes: ['THE-SECRET-CODE'] });
    expect(codes.status).toBe(201);
    const channel = { key: 'club', label: 'Club', lanes: ['fan-club'], allocations: [] };
    expect((await admin('PUT', `/sales/${of.id}/channels`, [channel])).status).toBe(200);
    expect(fieldsOf(await admin('POST', '/sales', saleBody({ lanes: [{ ...open, key: '-club' }] })))).toEqual([
      'lanes.0.key',
    ]);
  });
});

describe('a ticket type added to a sale', () => {
  let of: SaleShape;
  const plain = { name: 'Late', admission: 'general', price: 2000, capacity: 20, maxPerFan: 4 };
  const add = async <T = { code?: string; errors?: { field: string }[] }>(change: object = {}, id = of.id) =>
    await admin<T>('POST', `/sales/${id}/ticket-types`, { ...plain, ...change });
  beforeAll(async () => {
    of = await sale();
  });

  it('answers with its id', async () => {
    const { status, body } = await add<AddedTypeAnswer>();
    expect(status).toBe(201);
    expect(body.id).toMatch(/^tt_/);
    expect(body).toMatchObject({ ticketTypeId: body.id, capacity: 20, free: 20 });
    const { body: read } = await admin<StaffSaleShape>('GET', `/sales/${of.id}`);
    expect(read.ticketTypes.find(({ id }) => id === body.id)).toMatchObject({ name: 'Late', channel: 'public' });
  });

  it.each<[string, object, string]>([
    ['less than can be charged', { price: 10 }, 'price'],
    ['more than can be charged', { price: 1_000_000_000 }, 'price'],
    ['more than can be charged with all that one fan may buy', { price: 90_000_000 }, 'price'],
    ['a fee that is none', { fee: { label: 'Fee' } }, 'fee'],
    ['a least number above the limit', { min: 5 }, 'min'],
    ['a multiple above the limit', { multiple: 5 }, 'multiple'],
    ['a channel that the sale does not have', { channel: 'sponsor' }, 'channel'],
    ['the channel of wheelchair places', { channel: 'accessible' }, 'channel'],
  ])('is refused with %s, by its field', async (_what, change, field) => {
    expect(fieldsOf(await add(change))).toEqual([field]);
  });

  it.each([
    ['ISK', 2050],
    ['UGX', 200_050],
    ['KWD', 2005],
  ])('is refused in %s with an amount that cannot be charged', async (currency, price) => {
    const { body: draft } = await admin<StaffSaleShape>(
      'POST',
      '/sales',
      saleBody({ currency, ticketTypes: [{ ...plain, price: 500_000 }] }),
    );
    expect(fieldsOf(await add({ price }, draft.id))).toEqual(['price']);
    expect(fieldsOf(await add({ price: 500_000, fee: { label: 'F', amount: 1 } }, draft.id))).toEqual(['fee.amount']);
  });

  it('is refused beyond the twelfth', async () => {
    const ticketTypes = Array.from({ length: 12 }, (_, n) => ({ ...plain, name: `Type ${n}` }));
    const { body: draft } = await admin<StaffSaleShape>('POST', '/sales', saleBody({ ticketTypes }));
    expect(fieldsOf(await add({}, draft.id))).toEqual(['ticketTypes']);
  });

  it('puts its stock into the channel that it names, which public fans do not buy from', async () => {
    const sponsor = { key: 'sponsor', label: 'Sponsor', partnerId: null, lanes: [], allocations: [] };
    expect((await admin('PUT', `/sales/${of.id}/channels`, [sponsor])).status).toBe(200);
    const { status, body } = await add<AddedTypeAnswer>({ channel: 'sponsor', capacity: 7 });
    expect([status, body.capacity, body.free]).toEqual([201, 7, 7]);
    const { body: list } = await admin<ChannelsAnswer>('GET', `/sales/${of.id}/channels`);
    const own = list.channels.find(({ key }) => key === 'sponsor');
    expect(own?.allocations).toEqual([
      { ticketTypeId: body.id, quantity: 7, capacity: 7, sold: 0, withdrawn: 0, free: 7 },
    ]);
    const { body: read } = await admin<StaffSaleShape>('GET', `/sales/${of.id}`);
    expect(read.ticketTypes.find(({ id }) => id === body.id)).toMatchObject({ channel: 'sponsor', capacity: 7 });
    const { pass } = await admitted(system.url, of.slug);
    const items = [{ ticketTypeId: body.id, quantity: 1 }];
    const hold = { headers: passHeaders(pass), body: { items } };
    expect(await call(`${system.url}/v1/sales/${of.slug}/holds`, hold)).toMatchObject({ body: { code: 'SOLD_OUT' } });
  });
});

describe('a sale made with a channel', () => {
  const seats = { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 3 }] }] };
  it('has it, filled with what its ticket types name, and public as empty as that leaves it', async () => {
    const of = await sale({
      seatMap: seats,
      ticketTypes: [
        { name: 'Standing', admission: 'general', price: 1000, capacity: 10 },
        { name: 'Guests', admission: 'general', price: 1000, capacity: 6, channel: 'sponsor' },
        { name: 'Seats', admission: 'reserved', price: 1000, sections: ['A'], channel: 'box-office' },
      ],
    });
    const { body } = await admin<ChannelsAnswer>('GET', `/sales/${of.id}/channels`);
    const quantities = body.channels.map(({ key, allocations, seatIds }) => [
      ...[key, allocations.map(({ quantity }) => quantity), seatIds.length],
    ]);
    expect(quantities).toEqual([
      ['public', [10, 0, 0], 0],
      ['sponsor', [6], 0],
      ['box-office', [3], 3],
    ]);
    const { body: read } = await admin<StaffSaleShape>('GET', `/sales/${of.id}`);
    expect(read.ticketTypes.map(({ channel }) => channel)).toEqual(['public', 'sponsor', 'box-office']);
    const { body: stock } = await admin<{ stock: StockBreakdown[] }>('POST', `/sales/${of.id}/stock`, {
      ticketTypeId: of.ticketTypes[0]?.id,
      capacity: 12,
    });
    expect(stock.stock.map(({ capacity, free }) => [capacity, free])).toEqual([
      [12, 12],
      [6, 6],
      [3, 3],
    ]);
  });

  it('gives a document of its channels that may be sent back, and changes nothing', async () => {
    const of = await sale({
      seatMap: seats,
      ticketTypes: [
        { name: 'Standing', admission: 'general', price: 1000, capacity: 10 },
        { name: 'Seats', admission: 'reserved', price: 1000, sections: ['A'] },
      ],
    });
    const path = `/sales/${of.id}/channels`;
    const made = await admin<ChannelsAnswer>('PUT', path, [
      {
        ...{
          key: 'sponsor',
          label: 'Sponsor',
          partnerId: null,
          lanes: ['general'],
          returnAt: null,
          returnTo: 'public',
        },
        allocations: [{ ticketTypeId: typeIdOf(of), quantity: 4 }, { seatIds: ['A-1-1', 'A-1-2'] }],
      },
    ]);
    expect(made.status).toBe(200);
    const { body: document } = await admin<ChannelsAnswer>('GET', path);
    expect(document.channels.map(({ key, allocations }) => [key, allocations.map(({ quantity }) => quantity)])).toEqual(
      [
        ['public', [6, 1]],
        ['sponsor', [4, 2]],
      ],
    );
    // each change of the document is another version
    const unchanged = { status: 200, body: { ...document, version: expect.any(String) } };
    expect(await admin('PUT', path, document)).toMatchObject(unchanged);
    expect(await admin('PUT', path, document.channels)).toMatchObject(unchanged);
    const toPublic = [{ key: 'public', label: 'Public', allocations: [{ ticketTypeId: typeIdOf(of), quantity: 1 }] }];
    expect((await admin('PUT', path, toPublic)).status).toBe(400);
    expect((await admin('PUT', path, { channels: document.channels, more: 1 })).status).toBe(400);
  });
});

describe('the keys of a promoter’s own login', () => {
  it('may be given as an address alone, or as a bare list', async () => {
    const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    const create = async (identityKeys: unknown) =>
      await admin<StaffSaleShape & { code?: string }>('POST', '/sales', saleBody({ entry: 'account', identityKeys }));
    const inputOf = async ({ body }: { body: StaffSaleShape }) =>
      (await admin<{ input: { identityKeys: unknown } }>('GET', `/sales/${body.id}/input`)).body.input.identityKeys;
    const address = 'https://login.example/jwks';
    expect(await inputOf(await create(address))).toEqual({ jwksUrl: address });
    expect(await inputOf(await create([key]))).toEqual({ keys: [key] });
    expect(await inputOf(await create({ keys: [key] }))).toEqual({ keys: [key] });
    for (const wrong of ['no address', [], ['text'], [{ kty: 'oct', k: 'c2VjcmV0' }], 5])
      expect(await create(wrong)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  });
});

describe('a refund by amount', () => {
  it('may be above what an int holds', async () => {
    const fan = await holding(
      await sale({
        currency: 'IDR',
        ticketTypes: [{ name: 'Suite', admission: 'general', price: 5_000_000_000, capacity: 5, maxPerFan: 1 }],
      }),
    );
    const placed = await order(fan);
    await paid(system.url, { ...placed.body, accessToken: placed.body.accessToken ?? '' });
    const path = `/orders/${placed.body.id}/refund`;
    expect(await admin('POST', path, { amount: 4_000_000_000 })).toMatchObject({ status: 202 });
    expect(await admin('POST', path, { amount: 4_000_000_000 })).toMatchObject({
      body: { code: 'REFUND_EXCEEDS_PAID' },
    });
  });
});

describe("the operator's key", () => {
  const partner = async <T = { code?: string }>(method: string, path: string, body?: unknown) =>
    await call<T>(`${system.url}/v1/partner${path}`, { method, headers: adminHeaders, ...(body ? { body } : {}) });
  it('reads the house through the partner doors, and sells only as a partner', async () => {
    const of = await sale();
    const { body: me } = await partner<PartnerSelfShape>('GET', '/me');
    expect(me).toMatchObject({ partner: null, key: null, member: null });
    expect(me.scopes).toEqual([...apiScopes]);
    const { body: list } = await partner<{ sales: SaleShape[] }>('GET', '/sales');
    expect(list.sales.map(({ id }) => id)).toContain(of.id);
    expect((await partner('GET', '/events?after=0')).status).toBe(200);
    expect((await partner('GET', '/webhook-endpoints')).status).toBe(200);
    const items = [{ ticketTypeId: typeIdOf(of), quantity: 1 }];
    expect(await partner('POST', '/holds', { saleId: of.id, items })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
  });

  it('is not needed to read endpoints with a key that may change them', async () => {
    const { key } = await newKey(system.nodes[0]!, ['endpoints:write']);
    const headers = { authorization: `Bearer ${key}` };
    for (const door of ['admin', 'partner'])
      expect((await call(`${system.url}/v1/${door}/webhook-endpoints`, { headers })).status).toBe(200);
    expect((await call(`${system.url}/v1/partner/events`, { headers })).status).toBe(403);
    expect((await call(`${system.url}/v1/admin/sales`, { headers })).status).toBe(403);
  });
});

describe('a place on another device', () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const asPlace = (placeToken: string): Record<string, string> => ({ authorization: `Place ${placeToken}` });
  const ask = async (placeToken: string) =>
    await call<HandoffShape & { code: string }>(`${system.url}/v1/place/handoff`, {
      headers: asPlace(placeToken),
      body: {},
    });
  const take = async (code: string) =>
    await call<MovedPlaceShape & { code?: string }>(`${system.url}/v1/handoffs/${encodeURIComponent(code)}`, {
      body: {},
    });
  const move = async (placeToken: string): Promise<string> =>
    (await take((await ask(placeToken)).body.code)).body.placeToken;
  const closed = { status: 409, body: { code: 'HANDOFF_CLOSED' } };
  const waiting = async (handoff?: string) =>
    await sale({ opensAt: inAnHour, policy: { cap: 100, perMinute: 6000, ...(handoff && { handoff }) } });

  it('moves once, unless the sale says otherwise: then it is refused', async () => {
    const { slug } = await waiting();
    const { placeToken } = await joinLine(system.url, slug);
    const second = await move(placeToken);
    expect(second).toBeTruthy();
    expect(await ask(second)).toMatchObject(closed);
  });

  it('stays where it is when the sale says off, also with a code from before', async () => {
    const of = await waiting('beforeDraw');
    const { placeToken } = await joinLine(system.url, of.slug);
    const { code } = (await ask(placeToken)).body;
    expect((await admin('PUT', `/sales/${of.id}/policy`, { handoff: 'off' })).status).toBe(200);
    expect(await ask(placeToken)).toMatchObject(closed);
    expect(await take(code)).toMatchObject(closed);
  });

  it('moves as often as wanted until the draw, when the sale says so', async () => {
    const of = await waiting('beforeDraw');
    const { placeToken } = await joinLine(system.url, of.slug);
    const third = await move(await move(placeToken));
    expect(third).toBeTruthy();
    await admin('POST', `/sales/${of.id}/open`);
    await until('the draw', async () => (await ask(third)).status === 409);
    expect(await ask(third)).toMatchObject(closed);
  });
});
