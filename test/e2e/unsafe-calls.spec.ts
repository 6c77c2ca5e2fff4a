import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../src/contract/errors.js';
import type { HoldShape } from '../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import { admitted, heldTickets, passHeaders, publishedSale, saleBody } from '../support/sale.js';
import { adminHeaders, type Answer, call, startSystem, type TestSystem } from '../support/system.js';

const OWNER = { email: 'owner@calls.example', password: 'a long password of the owner' };
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();

type Body = Record<string, unknown>;
let system: TestSystem;
let owner: Record<string, string>;
let partner: Record<string, string>;
let sale: SaleShape;
let keys = 0;
const freshKey = (): string => `key-of-the-spec-${(keys += 1)}`;

beforeAll(async () => {
  system = await startSystem({ env: { ROPELINE_OWNER_EMAIL: OWNER.email, ROPELINE_OWNER_PASSWORD: OWNER.password } });
  const session = await call<{ csrfToken: string }>(`${system.url}/v1/admin/sessions`, { body: OWNER });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  owner = { cookie, origin: system.url, 'x-csrf-token': session.body.csrfToken };
  const made = await post('/v1/admin/partners', { name: 'Box office', email: 'box@calls.example' });
  const scopes = ['events:read', 'sales:read', 'orders:read', 'holds:write', 'orders:write', 'endpoints:write'];
  const key = await post('/v1/admin/api-keys', { name: 'All', partnerId: made.body.id, scopes });
  partner = { authorization: `Bearer ${String(key.body.key)}` };
  sale = await publishedSale(system.url, {
    lanes: [
      { key: 'general', label: 'General', weight: 1, access: 'open' },
      { key: 'club', label: 'Club', weight: 1, access: 'code' },
    ],
  });
}, 60_000);
afterAll(() => system.close());

async function ask(
  method: string,
  path: string,
  { body, key, headers = owner }: { body?: unknown; key?: string; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  return await call<Body>(`${system.url}${path}`, {
    method,
    headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    ...(body === undefined ? {} : { body }),
  });
}
const post = (path: string, body?: unknown, key?: string): Promise<Answer<Body>> =>
  ask('POST', path, { body, ...(key === undefined ? {} : { key }) });
const problemIn = ({ status, body }: Answer<Body>): unknown[] => [status, (body as unknown as Problem).code];

interface Operation {
  path: string;
  method: string;
  takesBody: boolean;
}

/** Every documented call that changes something, with the credentials its guard accepts. */
async function unsafeOperations(): Promise<(Operation & { headers: Record<string, string> })[]> {
  const { paths } = (
    await call<{ paths: Record<string, Record<string, { requestBody?: object }>> }>(`${system.url}/v1/openapi.json`)
  ).body;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => method !== 'get')
      .map(([method, { requestBody }]) => ({
        path: path.replaceAll(/\{[^}]+\}/g, 'x'),
        method: method.toUpperCase(),
        takesBody: requestBody !== undefined,
        headers: path.startsWith('/v1/admin') ? owner : path.startsWith('/v1/partner') ? partner : {},
      })),
  );
}

describe('every call that changes something', () => {
  it('refuses fields where it takes none', async () => {
    const faults: string[] = [];
    // Stripe signs whatever it sends
    const without = (await unsafeOperations()).filter(({ takesBody, path }) => !takesBody && !path.includes('stripe'));
    for (const { path, method, headers } of without) {
      const answer = await ask(method, path, { headers, body: { foo: 1 } });
      const { errors } = answer.body as unknown as Problem;
      if (answer.status !== 400 || errors?.[0]?.field !== 'foo')
        faults.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    expect(without.length).toBeGreaterThan(40);
    expect(faults).toEqual([]);
  }, 60_000);

  it('refuses a malformed Idempotency-Key', async () => {
    const faults: string[] = [];
    for (const { path, method, headers } of await unsafeOperations()) {
      const [status, code] = problemIn(await ask(method, path, { headers, key: 'short' }));
      if (status !== 400 || code !== 'IDEMPOTENCY_KEY_INVALID')
        faults.push(`${method} ${path}: ${String(status)} ${String(code)}`);
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it.each(['application/json', 'application/x-www-form-urlencoded'])(
    'takes an empty body of %s for none',
    async (type) => {
      const draft = await post('/v1/admin/sales', saleBody());
      const headers = { ...adminHeaders, 'content-type': type };
      const published = await ask('POST', `/v1/admin/sales/${String(draft.body.id)}/publish`, { headers, body: '' });
      expect(published.status).toBe(200);
      const missing = await ask('POST', '/v1/admin/partners', { headers, body: '' });
      expect(problemIn(missing)).toEqual([400, 'VALIDATION_FAILED']);
      expect(missing.body.detail).toMatch(/^(name|email) must/);
    },
  );
});

describe('a call of staff repeated with its key', () => {
  const lives: [string, () => string, Body, Body][] = [
    [
      'a partner',
      () => '/v1/admin/partners',
      { name: 'P', email: 'p@calls.example' },
      { name: 'Q', email: 'q@x.example' },
    ],
    [
      'an API key',
      () => '/v1/admin/api-keys',
      { name: 'K', scopes: ['sales:read'] },
      { name: 'L', scopes: ['sales:read'] },
    ],
    [
      'an endpoint',
      () => '/v1/admin/webhook-endpoints',
      { url: 'https://hooks.example/once' },
      { url: 'https://hooks.example/other' },
    ],
    [
      'an invitation',
      () => '/v1/admin/team',
      { email: 'm@calls.example', role: 'viewer' },
      { email: 'n@calls.example', role: 'viewer' },
    ],
    [
      'access codes',
      () => `/v1/admin/sales/${sale.id}/access-codes`,
      { lane: 'club', generate: 3 },
      { lane: 'club', generate: 4 },
    ],
    [
      'a ticket type',
      () => `/v1/admin/sales/${sale.id}/ticket-types`,
      { name: 'Late', admission: 'general', price: 100, capacity: 5 },
      { name: 'Later', admission: 'general', price: 100, capacity: 5 },
    ],
    [
      'a promo code',
      () => '/v1/admin/promo-codes',
      { code: 'ONCE', percent: 10, maxUses: 5, saleId: 'the sale' },
      { code: 'TWICE', percent: 10, maxUses: 5, saleId: 'the sale' },
    ],
    ['a rehearsal', () => `/v1/admin/sales/${sale.id}/rehearsal`, { fans: 10 }, { fans: 20 }],
    [
      'a revocation',
      () => `/v1/admin/sales/${sale.id}/revoke-passes`,
      { subs: ['x'.repeat(43)] },
      { subs: ['y'.repeat(43)] },
    ],
    ['a seat map', () => '/v1/admin/seat-maps', mapNamed('Small'), mapNamed('Other')],
  ];
  it.each(lives)('makes %s once, and gives the same answer', async (_what, path, body, other) => {
    const filled = (each: Body): Body => ('saleId' in each ? { ...each, saleId: sale.id } : each);
    const key = freshKey();
    const first = await post(path(), filled(body), key);
    expect([200, 201, 202]).toContain(first.status);
    const again = await post(path(), filled(body), key);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(problemIn(await post(path(), filled(other), key))).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
  });

  it('shows the resource as it is now, and audits it once', async () => {
    const key = freshKey();
    const body = { name: 'Before', email: 'now@calls.example' };
    const first = await post('/v1/admin/partners', body, key);
    const path = `/v1/admin/partners/${String(first.body.id)}`;
    await ask('PATCH', path, { body: { name: 'After' } });
    expect(await post('/v1/admin/partners', body, key)).toMatchObject({
      status: 201,
      body: { ...first.body, name: 'After', version: expect.any(String) },
    });
    const prisma = system.nodes[0]?.app.get(PrismaService, { strict: false });
    const entries = await prisma?.auditEntry.findMany({ where: { subject: { in: [String(first.body.id), 'panel'] } } });
    expect(entries?.filter(({ action }) => action === 'partner.create')).toHaveLength(1);
    expect(entries?.filter(({ data }) => JSON.stringify(data).includes('admin/partners'))).toEqual([]);
  });

  it('pauses once: after a resume, the repeat finds the sale on sale', async () => {
    const { id } = await publishedSale(system.url);
    const key = freshKey();
    expect(await post(`/v1/admin/sales/${id}/pause`, undefined, key)).toMatchObject({ body: { state: 'paused' } });
    expect(await post(`/v1/admin/sales/${id}/resume`)).toMatchObject({ body: { state: 'on_sale' } });
    const again = await post(`/v1/admin/sales/${id}/pause`, {}, key);
    expect(again).toMatchObject({ status: 200, body: { id, state: 'on_sale' } });
  });

  it('changes the policy once', async () => {
    const key = freshKey();
    const path = `/v1/admin/sales/${sale.id}/policy`;
    const first = await ask('PUT', path, { body: { cap: 77 }, key });
    const again = await ask('PUT', path, { body: { cap: 77 }, key });
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('gives the new secret again, and keeps none in clear', async () => {
    const made = await post('/v1/admin/webhook-endpoints', { url: 'https://hooks.example/rotated' });
    const path = `/v1/admin/webhook-endpoints/${String(made.body.id)}/rotate-secret`;
    const key = freshKey();
    const first = await post(path, undefined, key);
    expect((await post(path, undefined, key)).body).toEqual(first.body);
    const prisma = system.nodes[0]?.app.get(PrismaService, { strict: false });
    const kept = await prisma?.idempotentCall.findMany({ where: { key } });
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(String(first.body.secret));
  });

  it('is told that its answer is lost, and done no second time, once the secret that sealed it is gone', async () => {
    const key = freshKey();
    const body = { name: 'Sealed', email: 'sealed@calls.example' };
    expect((await post('/v1/admin/partners', body, key)).status).toBe(201);
    const prisma = system.nodes[0]?.app.get(PrismaService, { strict: false });
    await prisma?.idempotentCall.updateMany({ where: { key }, data: { resultId: 'an1.of.another.secret' } });
    for (const again of [await post('/v1/admin/partners', body, key), await post('/v1/admin/partners', body, key)])
      expect(problemIn(again)).toEqual([409, 'IDEMPOTENCY_ANSWER_LOST']);
    const { partners } = (await ask('GET', '/v1/admin/partners')).body as { partners: { name: string }[] };
    expect(partners.filter(({ name }) => name === 'Sealed')).toHaveLength(1);
  });

  it('extends deadlines once', async () => {
    const { id } = await publishedSale(system.url);
    const key = freshKey();
    const extend = (minutes: number) => post(`/v1/admin/sales/${id}/extend-deadlines`, { minutes }, key);
    for (const answer of [await extend(3), await extend(3)])
      expect(answer).toMatchObject({ status: 200, body: { id } });
    expect(problemIn(await extend(4))).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    const { entries } = (await ask('GET', `/v1/admin/audit?subject=${id}`)).body as { entries: { action: string }[] };
    expect(entries.filter(({ action }) => action === 'sale.extend_deadlines')).toHaveLength(1);
  });

  it('runs once when both arrive at the same time', async () => {
    const key = freshKey();
    const body = { name: 'Together', email: 'together@calls.example' };
    const answers = await Promise.all([1, 2, 3].map(() => post('/v1/admin/partners', body, key)));
    const made = answers.filter(({ status }) => status === 201).map(({ body: { id } }) => id);
    expect(new Set(made).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(problemIn(answer)).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS']);
    const { partners } = (await ask('GET', '/v1/admin/partners')).body as { partners: { name: string }[] };
    expect(partners.filter(({ name }) => name === 'Together')).toHaveLength(1);
  });

  it('may use the key again after a refusal', async () => {
    const key = freshKey();
    expect((await post('/v1/admin/partners', { name: 'R' }, key)).status).toBe(400);
    expect((await post('/v1/admin/partners', { name: 'R', email: 'r@calls.example' }, key)).status).toBe(201);
  });
});

describe('a call of a partner repeated with its key', () => {
  it('makes one endpoint, also apart from a call of staff with the same key', async () => {
    const key = freshKey();
    const body = { url: 'https://hooks.example/partner' };
    const first = await ask('POST', '/v1/partner/webhook-endpoints', { headers: partner, body, key });
    expect(first.status).toBe(201);
    expect((await ask('POST', '/v1/partner/webhook-endpoints', { headers: partner, body, key })).body).toEqual(
      first.body,
    );
    const ofStaff = await post('/v1/admin/webhook-endpoints', body, key);
    expect(ofStaff.body.id).not.toBe(first.body.id);
    const tested = `/v1/partner/webhook-endpoints/${String(first.body.id)}/test`;
    const sent = await ask('POST', tested, { headers: partner, key: freshKey() });
    expect(sent.status).toBe(202);
  });
});

describe('a change of a hold repeated with its key', () => {
  let pass: string;
  let hold: HoldShape;
  const items = (quantity: number): Body => ({ items: [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity }] });
  const onHold = (method: string, path: string, key: string, body?: unknown): Promise<Answer<Body>> =>
    ask(method, `/v1/holds/${hold.id}${path}`, {
      headers: passHeaders(pass),
      key,
      ...(body === undefined ? {} : { body }),
    });
  beforeAll(async () => {
    pass = (await admitted(system.url, sale.slug)).pass;
    hold = await heldTickets(system.url, sale.slug, pass, [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 1 }]);
  });

  it('swaps once, and does not swap back later', async () => {
    const key = freshKey();
    expect((await onHold('PATCH', '', key, items(3))).body.items).toHaveLength(3);
    expect((await onHold('PATCH', '', freshKey(), items(2))).body.items).toHaveLength(2);
    const again = await onHold('PATCH', '', key, items(3));
    expect([again.status, (again.body.items as unknown[]).length]).toEqual([200, 2]);
    expect(problemIn(await onHold('PATCH', '', key, items(1)))).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
  });

  it('extends once: the repeat finds the hold, another call that it cannot be extended again', async () => {
    const key = freshKey();
    const first = await onHold('POST', '/extend', key);
    expect([first.status, first.body.extendable]).toEqual([200, false]);
    const again = await onHold('POST', '/extend', key);
    expect([again.status, again.body.id]).toEqual([200, hold.id]);
    expect(again.body.extendable).toBe(false);
    expect(problemIn(await onHold('POST', '/extend', freshKey()))).toEqual([409, 'HOLD_NOT_EXTENDABLE']);
  });
});

describe('a join that brings no proof', () => {
  const club = [{ key: 'club', label: 'Club', weight: 1, access: 'code' }];
  const join = async (slug: string, body: Body = {}): Promise<unknown[]> =>
    problemIn(await ask('POST', `/v1/sales/${slug}/places`, { headers: {}, body }));

  it('learns first that the sale is not open, or is over', async () => {
    const later = { prequeueAt: inAnHour, opensAt: inAnHour };
    const early = await publishedSale(system.url, { ...later, challenge: 'on' });
    expect(await join(early.slug)).toEqual([409, 'SALE_NOT_OPEN']);
    expect(await join(early.slug, { challenge: 'bm9uc2Vuc2U=' })).toEqual([409, 'SALE_NOT_OPEN']);
    const coded = await publishedSale(system.url, { ...later, lanes: club });
    expect(await join(coded.slug, { lane: 'club' })).toEqual([409, 'SALE_NOT_OPEN']);
    await post(`/v1/admin/sales/${early.id}/close`);
    expect(await join(early.slug)).toEqual([409, 'SALE_CLOSED']);
  });

  it('is asked for the proof while places are taken', async () => {
    const open = await publishedSale(system.url, { challenge: 'on', lanes: club });
    expect(await join(open.slug, { lane: 'club' })).toEqual([403, 'ACCESS_CODE_REQUIRED']);
    expect(await join(open.slug, { lane: 'nowhere' })).toEqual([422, 'LANE_UNKNOWN']);
  });
});

function mapNamed(name: string): Body {
  return { name, seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 4 }] }] } };
}
