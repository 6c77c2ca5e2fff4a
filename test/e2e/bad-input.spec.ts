import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { errorCatalogue, type Problem } from '../../src/contract/errors.js';
import type { SaleShape } from '../../src/contract/shapes.js';
import { publishedSale } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem } from '../support/system.js';

interface Document {
  paths: Record<string, Record<string, unknown>>;
}
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const ODD_SEGMENTS = [
  'nothing',
  '..%2f..%2fetc',
  '%00',
  '%F0%9F%8E%AB',
  "1'--",
  'a'.repeat(400),
  '-1',
  'sale_0000000000',
];
const ODD_BODIES: unknown[] = [
  'not json',
  '{"a":',
  '[]',
  'null',
  '"text"',
  '0',
  {},
  { unknownField: 1 },
  { __proto__: null, constructor: { prototype: { admin: true } } },
  {
    items: 'x',
    holdId: 7,
    buyer: [],
    lane: {},
    email: 1,
    password: null,
    slug: ['a'],
    minutes: 'many',
    policy: 1,
    pass: {},
    text: 3,
  },
  {
    items: [{ ticketTypeId: 'tt_x', quantity: -1 }, { seatIds: [] }, null],
    holdId: 'x\u0000y',
    buyer: { email: 'no', name: '' },
    minutes: 1e12,
  },
  { items: Array.from({ length: 500 }, () => ({ ticketTypeId: 'a'.repeat(500), quantity: 1e9 })) },
];
const ODD_HEADERS: Record<string, string>[] = [
  {},
  { authorization: 'Bearer x' },
  { authorization: `Place ${'x'.repeat(3000)}` },
  { authorization: 'Order a.b.c' },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
  { authorization: 'Basic YTpi', cookie: 'ropeline_staff=x; ropeline_place=%00; =;;' },
  { 'idempotency-key': 'short' },
  adminHeaders,
];

describe('every public call', () => {
  let system: TestSystem;
  let document: Document;
  let sale: SaleShape;
  beforeAll(async () => {
    system = await startSystem();
    sale = await publishedSale(system.url);
    document = (await call<Document>(`${system.url}/v1/openapi.json`)).body;
  }, 60_000);
  afterAll(() => system.close());

  /** Refusals are coded problems; nothing is ever a 500. */
  const judge = (what: string, status: number, contentType: string | null, body: unknown): string[] => {
    if (status < 400) return [];
    if (status >= 500 && status !== 503) return [`${what}: ${status} ${JSON.stringify(body)}`];
    const problem = body as Problem;
    const known = Object.hasOwn(errorCatalogue, problem.code) && errorCatalogue[problem.code].status === status;
    return contentType?.startsWith('application/problem+json') && known
      ? []
      : [`${what}: ${status} ${contentType ?? ''} ${JSON.stringify(body).slice(0, 200)}`];
  };
  const fill = (path: string, segment: string): string =>
    path
      .replace(/\{slug\}/g, segment === 'real' ? sale.slug : segment)
      .replace(/\{[^}]+\}/g, segment === 'real' ? sale.id : segment);

  it('stands in a valid OpenAPI 3.1 document', async () => {
    const result = await new Validator().validate({ ...document });
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('answers bad input with a coded problem', async () => {
    const faults: string[] = [];
    for (const [path, operations] of Object.entries(document.paths)) {
      if (path.startsWith('/v1/admin/sessions') || path === '/v1/admin/owner') continue; // hashing is slow on purpose: their own spec
      for (const method of METHODS.filter((each) => each in operations)) {
        const bodies = method === 'get' || method === 'delete' ? [undefined] : ODD_BODIES;
        for (const [index, body] of bodies.entries()) {
          const headers = ODD_HEADERS[index % ODD_HEADERS.length] ?? {};
          const target = fill(path, index % 2 === 0 ? 'real' : (ODD_SEGMENTS[index % ODD_SEGMENTS.length] ?? 'x'));
          const answer = await call(`${system.url}${target}`, {
            method: method.toUpperCase(),
            headers,
            ...(body === undefined ? {} : { body }),
          });
          faults.push(
            ...judge(
              `${method} ${target} ${JSON.stringify(body)?.slice(0, 60) ?? ''}`,
              answer.status,
              answer.headers.get('content-type'),
              answer.body,
            ),
          );
        }
        for (const [index, headers] of ODD_HEADERS.entries()) {
          const target = fill(path, ODD_SEGMENTS[index % ODD_SEGMENTS.length] ?? 'x');
          const answer = await call(`${system.url}${target}?section=%00&after=x&limit=-1`, {
            method: method.toUpperCase(),
            headers,
          });
          faults.push(...judge(`${method} ${target}`, answer.status, answer.headers.get('content-type'), answer.body));
        }
      }
    }
    expect(faults).toEqual([]);
  }, 180_000);

  it('refuses a body that is too large, and one of another kind', async () => {
    const large = await call(`${system.url}/v1/sales/${sale.slug}/places`, { body: { lane: 'x'.repeat(70_000) } });
    expect(large).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
    const xml = await call(`${system.url}/v1/sales/${sale.slug}/places`, {
      body: '<a/>',
      headers: { 'content-type': 'application/xml' },
    });
    expect(xml).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  });
});
