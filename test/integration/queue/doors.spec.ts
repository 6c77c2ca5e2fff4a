import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { startNode, type TestNode, testSecret } from '../../support/app.js';
import {
  admit,
  installation,
  joinMany,
  newSaleId,
  numberOf,
  open,
  passTime,
  publish,
  type QueueNode,
  reportWell,
  setupOf,
  startQueueNode,
} from './line.support.js';

let door: TestNode;
let node: QueueNode;
let saleId: string;
let tokens: string[];
beforeAll(async () => {
  const terms = { ...installation(await freshDatabase(), await sharedRedisUrl()), secret: testSecret() };
  node = await startQueueNode(terms);
  door = await startNode({ ...terms, env: { ROPELINE_ROLES: 'edge' } });
});
afterAll(async () => {
  await door.close();
  await node.close();
});
beforeEach(async () => {
  saleId = newSaleId();
  await publish(node, setupOf(saleId));
  await reportWell(node, saleId);
  tokens = await joinMany(node, saleId, 3);
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}
async function call(
  method: string,
  path: string,
  { place, pass, body }: { place?: string; pass?: string; body?: unknown } = {},
): Promise<Answer> {
  const authorization = place === undefined ? pass && `Bearer ${pass}` : `Place ${place}`;
  const response = await fetch(`${door.url}${path}`, {
    method,
    headers: {
      ...(authorization ? { authorization } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    headers: response.headers,
  };
}

describe('the doors of a place', () => {
  it('tell how it stands before and after the draw, and let it in', async () => {
    const place = tokens[0] ?? '';
    expect(await call('GET', '/v1/place', { place })).toMatchObject({
      status: 200,
      body: { state: 'waiting', number: numberOf(node, place), position: null },
    });
    expect(await call('POST', '/v1/place/admission', { place })).toMatchObject({
      status: 409,
      body: { code: 'SALE_NOT_OPEN' },
    });
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const early = await call('POST', '/v1/place/admission', { place, body: {} });
    expect(early).toMatchObject({ status: 409, body: { code: 'NOT_YET', retryAfterMs: 2_000 } });
    expect(early.body.position).toBeGreaterThan(0);
    await passTime(node, saleId, 250);
    expect(await call('GET', '/v1/place', { place })).toMatchObject({
      body: { state: 'called', ahead: 0, wait: null },
    });
    const admitted = await call('POST', '/v1/place/admission', { place, body: {} });
    expect(admitted.status).toBe(200);
    expect(admitted.body.pass).toMatch(/^ey/);
    expect(await call('GET', '/v1/place', { place })).toMatchObject({
      body: { state: 'admitted', ahead: 0, wait: null },
    });
  });

  it('refuse what is no place, and what is no claim', async () => {
    const place = tokens[0] ?? '';
    expect(await call('GET', '/v1/place')).toMatchObject({ status: 401, body: { code: 'PLACE_TOKEN_REQUIRED' } });
    expect(await call('GET', '/v1/place', { place: 'pl1.nonsense.x' })).toMatchObject({
      status: 401,
      body: { code: 'PLACE_TOKEN_INVALID' },
    });
    expect(await call('POST', '/v1/place/admission', { place, body: { pass: 7 } })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
    expect(await call('POST', '/v1/place/admission', { place, body: { more: true } })).toMatchObject({ status: 400 });
    expect(await call('POST', '/v1/place/defer', { place, body: { minutes: 0 } })).toMatchObject({ status: 400 });
    expect(await call('POST', '/v1/place/defer', { place, body: { minutes: 5 } })).toMatchObject({
      status: 409,
      body: { code: 'SALE_NOT_OPEN' },
    });
  });

  it('are closed behind who leaves', async () => {
    const place = tokens[0] ?? '';
    expect((await call('DELETE', '/v1/place', { place })).status).toBe(204);
    expect(await call('GET', '/v1/place', { place })).toMatchObject({ status: 200, body: { state: 'left' } });
    expect(await call('POST', '/v1/place/admission', { place })).toMatchObject({
      status: 410,
      body: { code: 'PLACE_LEFT' },
    });
  });

  it('say how long to wait when asked too often', async () => {
    const place = tokens[0] ?? '';
    let last: Answer | null = null;
    for (let n = 0; n < 21; n += 1) last = await call('GET', '/v1/place', { place });
    expect(last).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('the doors of a pass', () => {
  let pass: string;
  beforeEach(async () => {
    await open(node, saleId);
    ({ pass } = await admit(node, saleId, tokens[0] ?? ''));
  });

  it('say whether it opens this sale', async () => {
    expect((await call('GET', `/v1/passes/verify?sale=slug-of-${saleId}`, { pass })).status).toBe(204);
    expect(await call('GET', '/v1/passes/verify?sale=another', { pass })).toMatchObject({
      status: 401,
      body: { code: 'PASS_INVALID' },
    });
    expect(await call('GET', '/v1/passes/verify', { pass })).toMatchObject({ status: 400 });
    expect(await call('GET', `/v1/passes/verify?sale=slug-of-${saleId}`)).toMatchObject({
      status: 401,
      body: { code: 'PASS_REQUIRED' },
    });
    expect(await call('GET', `/v1/passes/verify?sale=slug-of-${saleId}`, { pass: `${pass}x` })).toMatchObject({
      status: 401,
      body: { code: 'PASS_INVALID' },
    });
  });

  it('show the public keys to everybody, cacheable and without the private half', async () => {
    const keys = await call('GET', '/.well-known/jwks.json');
    expect(keys.headers.get('cache-control')).toBe('public, max-age=60');
    expect(keys.headers.get('access-control-allow-origin')).toBe('*');
    expect(JSON.stringify(keys.body)).not.toContain('"d"');
    expect(await call('GET', '/v1/passes/revoked')).toMatchObject({
      status: 200,
      body: { kids: [], subs: expect.any(Array) },
    });
  });

  it('take it back', async () => {
    expect((await call('DELETE', '/v1/passes/current', { pass })).status).toBe(204);
    expect(await call('POST', '/v1/place/admission', { place: tokens[0] ?? '' })).toMatchObject({
      status: 410,
      body: { code: 'PLACE_DONE' },
    });
    expect(await call('DELETE', '/v1/passes/current')).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN_ORIGIN' },
    });
  });
});
