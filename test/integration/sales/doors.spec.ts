import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AvailabilityShape, SectionShape } from '../../../src/contract/stock/availability-shapes.js';
import type { JoinShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { admitted, passHeaders, publishedSale, saleBody } from '../../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../../support/system.js';

let system: TestSystem;
let sale: SaleShape;
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const prequeue = { opensAt: inAnHour };

beforeAll(async () => {
  // one public address, as behind a load balancer: it is the passes' issuer
  system = await startSystem({ nodes: 2, env: { PUBLIC_URL: 'http://tickets.localhost' } });
  sale = await publishedSale(system.url, {
    seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 4 }] }] },
    ticketTypes: [
      { name: 'Standing', admission: 'general', price: 4500, capacity: 10 },
      { name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'] },
    ],
  });
}, 60_000);
afterAll(async () => {
  await system.close();
});

const other = (): string => system.nodes[1]?.url ?? '';
const codeOf = (body: unknown): string => (body as { code?: string }).code ?? 'none';

describe('the sale page', () => {
  it('is what the contract says, for everybody and cacheable', async () => {
    const { status, headers, body } = await call<SaleShape>(`${other()}/v1/sales/${sale.slug}`);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=1');
    expect(headers.get('set-cookie')).toBeNull();
    expect(body).toMatchObject({
      id: sale.id,
      state: 'on_sale',
      currency: 'EUR',
      show: { timeZone: 'Europe/Berlin' },
      closesAt: null,
      lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
      ticketTypes: [
        {
          name: 'Standing',
          admission: 'general',
          price: { amount: 4500, currency: 'EUR' },
          maxPerFan: 4,
          state: 'plenty',
        },
        { name: 'Seated', admission: 'reserved', state: 'plenty' },
      ],
    });
  });

  it('is listed while the sale is live, unless it is not to be', async () => {
    const hidden = await publishedSale(system.url, { listed: false });
    const { body } = await call<{ sales: SaleShape[] }>(`${system.url}/v1/sales`);
    const slugs = body.sales.map(({ slug }) => slug);
    expect(slugs).toContain(sale.slug);
    expect(slugs).not.toContain(hidden.slug);
    expect((await call(`${system.url}/v1/sales/${hidden.slug}`)).status).toBe(200);
  });

  const missing = ['no-such-sale', 'a%00b', '%2e%2e', "'; drop table sale; --", 'x'.repeat(300)];
  it.each(missing)('is not found at %p', async (slug) => {
    for (const path of ['', '/queue', '/availability', '/challenge']) {
      const { status, body } = await call(`${system.url}/v1/sales/${slug}${path}`);
      expect([status, codeOf(body)]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('is not found while the sale is a draft', async () => {
    const draft = await call<SaleShape>(`${system.url}/v1/admin/sales`, { headers: adminHeaders, body: saleBody() });
    for (const path of ['', '/queue', '/availability', '/challenge']) {
      expect((await call(`${system.url}/v1/sales/${draft.body.slug}${path}`)).status).toBe(404);
    }
    expect((await call(`${system.url}/v1/sales/${draft.body.slug}/places`, { body: {} })).status).toBe(404);
  });
});

describe('the snapshot', () => {
  it('is the same bytes on both nodes, for any page to read, and cacheable', async () => {
    const read = async (url: string) => await fetch(`${url}/v1/sales/${sale.slug}/queue`);
    await until('a snapshot on both nodes', async () => {
      const bodies = await Promise.all(
        [read(system.url), read(other())].map(async (answer) => await (await answer).text()),
      );
      return bodies[0] === bodies[1] && !(JSON.parse(bodies[0] ?? '') as Snapshot).stale;
    });
    const { headers } = await read(other());
    expect(headers.get('cache-control')).toBe('public, max-age=1');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('content-type')).toContain('application/json');
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('is not sent again to whoever has it', async () => {
    await until('a snapshot that has not changed in between', async () => {
      const etag = (await fetch(`${system.url}/v1/sales/${sale.slug}/queue`)).headers.get('etag') ?? '';
      const again = await fetch(`${system.url}/v1/sales/${sale.slug}/queue`, { headers: { 'if-none-match': etag } });
      return again.status === 304 && (await again.text()) === '';
    });
  });

  it('is not stale while nothing changes, and shows a change on every node', async () => {
    const read = async (url: string): Promise<Snapshot> =>
      (await call<Snapshot>(`${url}/v1/sales/${sale.slug}/queue`)).body;
    const arrivalsOf = ({ lanes }: Snapshot): number => lanes.general?.arrivals ?? 0;
    const before = await read(system.url);
    expect(before.stale).toBe(false);
    expect((await read(other())).stale).toBe(false);
    await call(`${system.url}/v1/sales/${sale.slug}/places`, { body: {} });
    for (const url of [system.url, other()])
      await until('the arrival in the snapshot', async () => arrivalsOf(await read(url)) > arrivalsOf(before));
  });
});

describe('taking a place', () => {
  const join = async (url: string, slug: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    await call<JoinShape>(`${url}/v1/sales/${slug}/places`, { body, headers });

  it('gives a number and a cookie, and the same place to the same device on any node', async () => {
    const { slug } = await publishedSale(system.url, prequeue);
    const first = await join(system.url, slug);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      number: 1,
      lane: 'general',
      placeToken: expect.any(String),
      joinedAt: expect.stringMatching(/Z$/),
    });
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    const again = await join(other(), slug, {}, { cookie: cookie.split(';')[0] ?? '' });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect((await join(other(), slug)).body.number).toBe(2);
  });

  it('pays no heed to the place of another sale', async () => {
    const [here, there] = [await publishedSale(system.url, prequeue), await publishedSale(system.url, prequeue)];
    const { body } = await join(system.url, there.slug);
    const cookie = `place_${here.id}=${body.placeToken}`;
    expect((await join(system.url, here.slug, {}, { cookie })).status).toBe(201);
  });

  it('is refused to the page of another site', async () => {
    const foreign = await join(system.url, sale.slug, {}, { origin: 'https://evil.example' });
    expect([foreign.status, codeOf(foreign.body)]).toEqual([403, 'FORBIDDEN_ORIGIN']);
    const framed = await join(system.url, sale.slug, {}, { 'sec-fetch-site': 'cross-site' });
    expect(codeOf(framed.body)).toBe('FORBIDDEN_ORIGIN');
    expect((await join(system.url, sale.slug, {}, { origin: system.url })).status).toBe(201);
  });

  const wrong: [string, unknown, number, string][] = [
    ['an unknown field', { vip: true }, 400, 'VALIDATION_FAILED'],
    ['a lane that is a number', { lane: 1 }, 400, 'VALIDATION_FAILED'],
    ['an unknown lane', { lane: 'backstage' }, 422, 'LANE_UNKNOWN'],
    ['a lane of nonsense', { lane: '\u0000{}' }, 400, 'VALIDATION_FAILED'],
    ['an access code', { accessCode: 'ABC' }, 403, 'ACCESS_CODE_INVALID'],
    ['no JSON', '{', 400, 'MALFORMED_BODY'],
    ['a list', [], 400, 'VALIDATION_FAILED'],
  ];
  it.each(wrong)('is refused for %s', async (_what, body, status, code) => {
    const answer = await join(system.url, sale.slug, body);
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
  });

  it('is refused before the prequeue and after the end', async () => {
    const early = await publishedSale(system.url, { prequeueAt: inAnHour, opensAt: inAnHour });
    expect(codeOf((await join(system.url, early.slug)).body)).toBe('SALE_NOT_OPEN');
    const over = await publishedSale(system.url, { closesAt: new Date(Date.now() - 60_000).toISOString() });
    expect(codeOf((await join(system.url, over.slug)).body)).toBe('SALE_CLOSED');
  });
});

describe('availability', () => {
  it('is told to everybody in words only', async () => {
    const { headers, body } = await call<AvailabilityShape>(`${system.url}/v1/sales/${sale.slug}/availability`);
    expect(headers.get('cache-control')).toBe('public, max-age=1');
    expect(headers.get('vary')).toContain('authorization');
    expect(body.ticketTypes.map(({ state }) => state)).toEqual(['plenty', 'plenty']);
    expect(JSON.stringify(body)).not.toContain('"free":');
  });

  it('is told in numbers, and seat by seat, to whoever has a pass', async () => {
    const { pass } = await admitted(system.url, sale.slug);
    const { headers, body } = await call<AvailabilityShape>(`${other()}/v1/sales/${sale.slug}/availability`, {
      headers: passHeaders(pass),
    });
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(body.ticketTypes.map(({ free }) => free)).toEqual([10, 4]);
    const seats = await call<SectionShape>(`${other()}/v1/sales/${sale.slug}/availability?section=A`, {
      headers: passHeaders(pass),
    });
    expect(seats.body.seats.map(({ id, state }) => [id, state])).toEqual([1, 2, 3, 4].map((n) => [`A-1-${n}`, 'free']));
    expect(
      (await call(`${system.url}/v1/sales/${sale.slug}/availability?section=Z`, { headers: passHeaders(pass) })).status,
    ).toBe(404);
    const elsewhere = await publishedSale(system.url);
    const foreign = await call(`${system.url}/v1/sales/${elsewhere.slug}/availability`, { headers: passHeaders(pass) });
    expect([foreign.status, codeOf(foreign.body)]).toEqual([401, 'PASS_INVALID']);
  }, 30_000);

  it('is refused seat by seat without a pass, and with a wrong one', async () => {
    const url = `${system.url}/v1/sales/${sale.slug}/availability`;
    expect(codeOf((await call(`${url}?section=A`)).body)).toBe('PASS_REQUIRED');
    expect(codeOf((await call(url, { headers: passHeaders('nonsense') })).body)).toBe('PASS_INVALID');
    expect(codeOf((await call(url, { headers: { authorization: 'Place x' } })).body)).toBe('PASS_INVALID');
    expect(codeOf((await call(`${url}?section=../A`)).body)).toBe('VALIDATION_FAILED');
  });
});
