import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { HandoffShape, MovedPlaceShape, ReceiptShape } from '../../src/contract/line/place-shapes.js';
import type { RevokedShape } from '../../src/contract/line/pass-shapes.js';
import type {
  AdmissionShape,
  DeferredPlaceShape,
  JoinShape,
  PlaceShape,
  Snapshot,
} from '../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { SocketClient } from '../integration/gateway/socket-client.js';
import { endDrawPause } from '../support/draw-pause.js';
import { openGates } from '../support/pass-gates.js';
import { admitted, claimTurn, heldTickets, joinLine, ordered, passHeaders, publishedSale } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem({ nodes: 2 });
}, 60_000);
afterAll(async () => {
  await system.close();
});

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const node = (n: 0 | 1): string => system.nodes[n]?.url ?? '';
const asPlace = (placeToken: string): Record<string, string> => ({ authorization: `Place ${placeToken}` });
const post = async <T = { code?: string }>(path: string, headers: Record<string, string>, body: unknown = {}) =>
  await call<T>(`${node(0)}${path}`, { method: 'POST', headers, body });
const prequeueSale = async (change: object = {}): Promise<SaleShape> =>
  await publishedSale(node(0), { opensAt: inAnHour, ...change });
const openNow = async ({ id }: SaleShape): Promise<void> => {
  await post(`/v1/admin/sales/${id}/open`, adminHeaders);
};

describe('a place that moves to another device', () => {
  it('has one holder: the code works once, and the older token is refused over HTTP and sockets of every node', async () => {
    const { slug } = await prequeueSale();
    const place = await joinLine(node(0), slug);
    const sockets = await Promise.all(
      [node(0), node(1)].map((url) => SocketClient.connect(url, '/queue', { placeToken: place.placeToken })),
    );
    const offer = await post<HandoffShape>('/v1/place/handoff', asPlace(place.placeToken));
    expect(offer.status).toBe(201);
    expect(offer.body.url).toContain(`/s/${slug}/line#move=`);
    const path = `/v1/handoffs/${encodeURIComponent(offer.body.code)}`;
    const takers = await Promise.all([1, 2, 3].map(() => post<MovedPlaceShape>(path, {})));
    expect(takers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    const moved = takers.find(({ status }) => status === 200);
    const placeToken = moved?.body.placeToken ?? '';
    expect(moved?.body).toMatchObject({ number: place.number, lane: place.lane, joinedAt: place.joinedAt });
    expect(moved?.headers.get('set-cookie')).toContain('place_sale_');
    for (const [method, door] of [
      ['GET', '/v1/place'],
      ['POST', '/v1/place/admission'],
      ['POST', '/v1/place/handoff'],
      ['POST', '/v1/place/extra-time'],
      ['POST', '/v1/place/group'],
      ['GET', '/v1/place/receipt'],
    ] as const) {
      const init = { method, headers: asPlace(place.placeToken), ...(method === 'POST' ? { body: {} } : {}) };
      expect({ door, ...(await call(`${node(1)}${door}`, init)) }).toMatchObject({
        door,
        status: 410,
        body: { code: 'PLACE_LEFT', moved: true },
      });
    }
    for (const socket of sockets) await socket.isClosed();
    const late = await SocketClient.connect(node(1), '/queue', { placeToken: place.placeToken });
    await late.isClosed();
    expect(late.all<PlaceShape>('place').at(-1)).toMatchObject({ state: 'left', moved: true });
    const here = await SocketClient.connect(node(1), '/queue', { placeToken });
    expect(await here.codeOf('claim', {})).toBe('SALE_NOT_OPEN');
    here.close();
    expect(await call<PlaceShape>(`${node(1)}/v1/place`, { headers: asPlace(placeToken) })).toMatchObject({
      status: 200,
      body: { state: 'waiting', number: place.number },
    });
  }, 60_000);

  it('is not taken with a made-up code, nor while its fan shops', async () => {
    const { slug } = await publishedSale(node(0));
    const { place } = await admitted(node(0), slug);
    expect(await post('/v1/place/handoff', asPlace(place.placeToken))).toMatchObject({
      status: 409,
      body: { code: 'PLACE_SHOPPING' },
    });
    for (const code of ['hf1.nonsense.x', place.placeToken, encodeURIComponent('../..')])
      expect(await post(`/v1/handoffs/${code}`, {})).toMatchObject({ status: 410, body: { code: 'HANDOFF_INVALID' } });
    const cross = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    expect(await post('/v1/handoffs/x', cross)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_ORIGIN' } });
  });
});

describe('a place whose time to shop is over', () => {
  const free = { ticketTypes: [{ name: 'Free', admission: 'general', price: 0, capacity: 10, maxPerFan: 4 }] };
  async function shopped(sale: SaleShape): Promise<{ place: JoinShape; cookie: string; pass: string }> {
    const { headers, body } = await post<JoinShape>(`/v1/sales/${sale.slug}/places`, {});
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return { place: body, cookie, pass: (await claimTurn(node(0), body)).pass };
  }
  const again = async (sale: SaleShape, cookie: string) =>
    await post<JoinShape>(`/v1/sales/${sale.slug}/places`, { cookie });

  it('is given up for a new one at the end of the line where nothing was bought, once', async () => {
    const sale = await publishedSale(node(0), free);
    const { place, cookie, pass } = await shopped(sale);
    expect(await again(sale, cookie)).toMatchObject({ status: 200, body: { number: place.number } });
    await call(`${node(0)}/v1/passes/current`, { method: 'DELETE', headers: passHeaders(pass) });
    expect(await post('/v1/place/admission', asPlace(place.placeToken))).toMatchObject({
      body: { code: 'PLACE_DONE' },
    });
    const next = await again(sale, cookie);
    expect([next.status, next.body.number]).toEqual([201, place.number + 1]);
    expect(await post('/v1/place/admission', asPlace(place.placeToken))).toMatchObject({
      body: { code: 'PLACE_LEFT' },
    });
    await claimTurn(node(0), next.body);
  }, 30_000);

  it('stays until a join has been found good, so that a refused one loses nothing', async () => {
    const sale = await publishedSale(node(0), free);
    const { place, cookie, pass } = await shopped(sale);
    await call(`${node(0)}/v1/passes/current`, { method: 'DELETE', headers: passHeaders(pass) });
    const freeze = async (frozen: boolean) =>
      await call(`${node(0)}/v1/admin/sales/${sale.id}/joins`, { headers: adminHeaders, body: { frozen } });
    await freeze(true);
    expect((await again(sale, cookie)).status).toBeGreaterThanOrEqual(400);
    const { body } = await call<PlaceShape>(`${node(0)}/v1/place`, { headers: asPlace(place.placeToken) });
    expect(body.state).toBe('done');
    await freeze(false);
    const [first, second] = await Promise.all([again(sale, cookie), again(sale, cookie)]);
    expect([first.status, second.status]).toEqual([201, 201]);
  }, 30_000);

  it('stays where tickets were bought, so that the limit of the place holds', async () => {
    const sale = await publishedSale(node(0), free);
    const { place, cookie, pass } = await shopped(sale);
    const hold = await heldTickets(node(0), sale.slug, pass, [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 1 }]);
    expect(await ordered(node(0), pass, hold.id)).toMatchObject({ state: 'paid' });
    await until('the end of the turn', async () => {
      const { body } = await call<PlaceShape>(`${node(0)}/v1/place`, { headers: asPlace(place.placeToken) });
      return body.state === 'done';
    });
    expect(await again(sale, cookie)).toMatchObject({ status: 200, body: { number: place.number } });
  }, 30_000);
});

describe('a deferral', () => {
  it('counts once however often its call is repeated with its idempotency key', async () => {
    const sale = await prequeueSale({ policy: { cap: 1, perMinute: 60 } });
    const { placeToken } = await joinLine(node(0), sale.slug);
    await openNow(sale);
    const defer = async (key: string, minutes: number) =>
      await call<DeferredPlaceShape & { code?: string }>(`${node(0)}/v1/place/defer`, {
        headers: { ...asPlace(placeToken), 'idempotency-key': key },
        body: { minutes },
      });
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await until('the draw', async () => {
      const { body } = await call<Snapshot>(`${node(0)}/v1/sales/${sale.slug}/queue`);
      return body.state === 'on_sale' && body.lanes.general?.drawn === 1;
    });
    const once = await defer(first, 5);
    expect(once).toMatchObject({ status: 200, body: { state: 'deferred' } });
    const again = await defer(first, 5);
    expect(again).toMatchObject({ status: 200, body: { placeToken: once.body.placeToken } });
    expect(await defer(first, 6)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
    expect((await defer(second, 5)).status).toBe(200);
    expect(await defer(third, 5)).toMatchObject({ status: 409, body: { code: 'DEFER_LIMIT' } });
    for (const key of [first, second]) expect((await defer(key, 5)).status).toBe(200);
  });
});

describe('a pass', () => {
  it('is used up once for an outside shop, whichever node is asked, and only at its own sale', async () => {
    const { slug } = await publishedSale(node(0));
    const { pass, place } = await admitted(node(0), slug);
    const redeem = async (n: 0 | 1, sale: string) =>
      await call(`${node(n)}/v1/passes/redeem`, { headers: passHeaders(pass), body: { sale } });
    expect(await redeem(0, 'another-sale')).toMatchObject({ status: 401, body: { code: 'PASS_INVALID' } });
    const all = await Promise.all(([0, 1, 0, 1] as const).map((n) => redeem(n, slug)));
    expect(all.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409]);
    expect(await redeem(1, slug)).toMatchObject({ status: 409, body: { code: 'PASS_IN_USE' } });
    expect(await post('/v1/passes/redeem', {}, { sale: slug })).toMatchObject({ body: { code: 'PASS_REQUIRED' } });
    const renewed = await claimTurn(node(0), place);
    expect(decodeJwt(renewed.pass).sub).toBe(decodeJwt(pass).sub);
  });

  it('is used up by the call with its idempotency key, which is repeated without harm', async () => {
    const { slug } = await publishedSale(node(0));
    const { pass } = await admitted(node(0), slug);
    const redeem = async (n: 0 | 1, key?: string) =>
      await call<{ code?: string }>(`${node(n)}/v1/passes/redeem`, {
        headers: { ...passHeaders(pass), ...(key !== undefined && { 'idempotency-key': key }) },
        body: { sale: slug },
      });
    const [first, other] = [randomUUID(), randomUUID()];
    expect((await redeem(0, first)).status).toBe(204);
    expect((await redeem(1, first)).status).toBe(204);
    for (const key of [other, undefined])
      expect(await redeem(0, key)).toMatchObject({ status: 409, body: { code: 'PASS_IN_USE' } });
  });

  it('that was given back or revoked by staff is refused online and listed for gates that check offline', async () => {
    const sale = await publishedSale(node(0));
    const given = await admitted(node(0), sale.slug);
    const taken = await admitted(node(0), sale.slug);
    const stays = await publishedSale(node(0));
    const other = await admitted(node(0), stays.slug);
    const verify = async (pass: string, slug: string): Promise<number> =>
      (await call(`${node(1)}/v1/passes/verify?sale=${slug}`, { headers: passHeaders(pass) })).status;
    expect(await verify(given.pass, sale.slug)).toBe(204);
    // third-party shops behind the connectors of this repository
    const gates = await openGates(node(0), sale.id);
    const refusal = { express: '401', nginx: gates.refusedByNginx, worker: '302 to the line' };
    expect(await gates.answers(given.pass)).toEqual({ express: 'in', nginx: 'in', worker: 'in' });
    const [head = '', body = '', mac = ''] = given.pass.split('.');
    const forged = `${head}.${body}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`;
    for (const pass of [null, 'no.pass.here', forged, other.pass]) expect(await gates.answers(pass)).toEqual(refusal);
    await call(`${node(0)}/v1/passes/current`, { method: 'DELETE', headers: passHeaders(given.pass) });
    const socket = await SocketClient.connect(node(1), '/shop', { pass: taken.pass });
    expect(await post(`/v1/admin/sales/${sale.id}/revoke-passes`, adminHeaders)).toMatchObject({
      status: 200,
      body: { revoked: 1 },
    });
    await socket.isClosed();
    for (const { pass } of [given, taken])
      await until('the refusal on every node', async () => (await verify(pass, sale.slug)) === 401);
    expect(await verify(other.pass, stays.slug)).toBe(204);
    const subs = [given, taken].map(({ pass }) => decodeJwt(pass).sub);
    const list = await until('the list', async () => {
      const { body } = await call<RevokedShape>(`${node(1)}/v1/passes/revoked`);
      return subs.every((sub) => body.subs.includes(sub ?? '')) ? body : null;
    });
    expect(list.subs).not.toContain(decodeJwt(other.pass).sub);
    expect(list.kids).toEqual([]);
    await until('the refusal at the gates', async () =>
      JSON.stringify(await gates.answers(given.pass)) === JSON.stringify(refusal) ? true : null,
    );
    await gates.close();
    expect(await post('/v1/place/admission', asPlace(taken.place.placeToken))).toMatchObject({
      status: 410,
      body: { code: 'PLACE_DONE' },
    });
    const wrong = await post(`/v1/admin/sales/${sale.id}/revoke-passes`, adminHeaders, { subs: ['*'] });
    expect(wrong.status).toBe(400);
  }, 60_000);
});

describe('more time', () => {
  it('is twice the time to shop and to hold, and shows in no token, pass or receipt', async () => {
    const { slug } = await publishedSale(node(0), { policy: { cap: 100, perMinute: 6_000, shopMinutes: 10 } });
    const plain = await joinLine(node(0), slug);
    const asked = await post<{ factor: number; placeToken: string }>(
      '/v1/place/extra-time',
      asPlace((await joinLine(node(0), slug)).placeToken),
    );
    expect(asked).toMatchObject({ status: 200, body: { factor: 2 } });
    const again = await post<{ placeToken: string }>('/v1/place/extra-time', asPlace(asked.body.placeToken));
    expect(again.body.placeToken).toBe(asked.body.placeToken);
    expect(asked.body.placeToken.split('~').length).toBe(plain.placeToken.split('~').length);
    expect(asked.body.placeToken.length).toBeLessThan(plain.placeToken.length + 3);
    const minutesOf = async (placeToken: string): Promise<[AdmissionShape, number]> => {
      const admission = await claimTurn(node(0), { ...plain, placeToken });
      return [admission, Math.round((Date.parse(admission.admissionEndsAt) - Date.now()) / 60_000)];
    };
    const [, usual] = await minutesOf(plain.placeToken);
    const [double, longer] = await minutesOf(asked.body.placeToken);
    expect([usual, longer]).toEqual([10, 20]);
    const sale = (await call<SaleShape>(`${node(0)}/v1/sales/${slug}`)).body;
    const item = { ticketTypeId: sale.ticketTypes[0]?.id, quantity: 1 };
    const held = await heldTickets(node(0), slug, double.pass, [item]);
    expect(Math.round((Date.parse(held.expiresAt) - Date.now()) / 60_000)).toBe(16);
    const receipt = await call<ReceiptShape>(`${node(0)}/v1/place/receipt`, {
      headers: asPlace(asked.body.placeToken),
    });
    for (const shown of [decodeJwt(double.pass), decodeJwt(receipt.body.receipt), receipt.body])
      expect(JSON.stringify(shown)).not.toMatch(/factor|extra/i);
  });
});

describe('a receipt', () => {
  it('says why a place is where it is, signed with the published keys, and opens nothing', async () => {
    const sale = await prequeueSale();
    const place = await joinLine(node(0), sale.slug);
    const read = async () =>
      (await call<ReceiptShape>(`${node(1)}/v1/place/receipt`, { headers: asPlace(place.placeToken) })).body;
    expect(await read()).toMatchObject({ position: null, drawn: null, reasons: ['NOT_DRAWN_YET'] });
    await openNow(sale);
    const receipt = await until('the draw', async () => {
      const now = await read();
      return now.position === null ? null : now;
    });
    expect(receipt).toMatchObject({ number: place.number, position: 1, drawn: 1 });
    expect(receipt.reasons[0]).toBe('ORDERED_BY_DRAW');
    const keys = createRemoteJWKSet(new URL(`${node(0)}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(receipt.receipt, keys, { audience: sale.id, typ: 'ropeline-receipt+jwt' });
    expect(payload).toMatchObject({ number: place.number, position: 1, joinedAt: place.joinedAt });
    const verify = await call(`${node(0)}/v1/passes/verify?sale=${sale.slug}`, {
      headers: passHeaders(receipt.receipt),
    });
    expect(verify).toMatchObject({ status: 401, body: { code: 'PASS_INVALID' } });
  });
});

describe('a group', () => {
  it('shares one number and one basket of as many limits, shops one at a time, and closes at the draw', async () => {
    const sale = await prequeueSale({
      ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 50, maxPerFan: 2 }],
      policy: { cap: 100, perMinute: 6_000, groupMax: 2 },
    });
    const leader = await joinLine(node(0), sale.slug);
    await joinLine(node(0), sale.slug);
    const group = await post<{ groupCode: string; members: number }>('/v1/place/group', asPlace(leader.placeToken));
    expect(group).toMatchObject({ status: 201, body: { members: 1, most: 2 } });
    const join = async (groupCode: string, headers: Record<string, string> = {}) =>
      await post<JoinShape & { code?: string }>(`/v1/sales/${sale.slug}/places`, headers, { groupCode });
    const friend = await join(group.body.groupCode);
    expect(friend).toMatchObject({ status: 201, body: { number: leader.number } });
    expect(friend.body.placeToken).not.toBe(leader.placeToken);
    const cookie = (friend.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(await join(group.body.groupCode, { cookie })).toMatchObject({
      status: 200,
      body: { placeToken: friend.body.placeToken },
    });
    expect(await join(group.body.groupCode)).toMatchObject({ status: 409, body: { code: 'GROUP_FULL' } });
    expect(await join('gr1.forged.x')).toMatchObject({ status: 403, body: { code: 'GROUP_CODE_INVALID' } });
    await openNow(sale);
    await endDrawPause(system, sale);
    const { pass } = await claimTurn(node(0), leader);
    expect(await join(group.body.groupCode)).toMatchObject({ status: 409, body: { code: 'GROUP_CLOSED' } });
    expect(await post('/v1/place/admission', asPlace(friend.body.placeToken))).toMatchObject({
      status: 409,
      body: { code: 'GROUP_SHOPPING' },
    });
    const item = (quantity: number) => [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity }];
    const tooMany = await post(`/v1/sales/${sale.slug}/holds`, passHeaders(pass), { items: item(5) });
    expect(tooMany).toMatchObject({ status: 409, body: { code: 'LIMIT_EXCEEDED' } });
    await heldTickets(node(0), sale.slug, pass, item(3));
    await call(`${node(0)}/v1/passes/current`, { method: 'DELETE', headers: passHeaders(pass) });
    const next = await claimTurn(node(0), friend.body);
    // the basket belongs to the group: three of four are held
    const over = await post(`/v1/sales/${sale.slug}/holds`, passHeaders(next.pass), { items: item(2) });
    expect(over).toMatchObject({ status: 409, body: { code: 'LIMIT_EXCEEDED' } });
    await heldTickets(node(0), sale.slug, next.pass, item(1));
  });
});
