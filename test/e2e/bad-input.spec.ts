import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { errorCatalogue, type Problem } from '../../src/contract/errors.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
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

/** Sends raw bytes and reads until the node closes; no client library in between could fix them up. */
async function answerTo(
  url: string,
  bytes: string,
): Promise<{ status: number; type: string; code: unknown; explained: boolean }> {
  return await new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setEncoding('utf8').setTimeout(10_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (part: string) => void (text += part)).on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      const { code, detail, requestId } = JSON.parse(/\{.*\}/s.exec(body)?.[0] ?? '{}') as Partial<Problem>;
      resolve({
        status: Number(head.split(' ')[1]),
        type: /content-type: ([^;\r]*)/i.exec(head)?.[1] ?? '',
        code,
        explained: Boolean(detail) && Boolean(requestId),
      });
    });
  });
}
const request = (line: string, headers = '', body = ''): string =>
  `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n${body}`;
const json = 'content-type: application/json\r\n';
const JOIN = 'POST /v1/sales/none/places';
/** Requests that the router or parser refuses before a controller sees them. */
const EARLY: [string, string, number, string][] = [
  ['an unknown address', request('GET /v1/nothing'), 404, 'NOT_FOUND'],
  ['a method no door has', request('PROPFIND /v1/sales'), 404, 'NOT_FOUND'],
  ['a broken escape', request('GET /v1/sales/%zz'), 404, 'NOT_FOUND'],
  ['an overlong encoding', request('GET /v1/sales/%c0%af'), 404, 'NOT_FOUND'],
  ['an address that is too long', request(`GET /v1/sales/${'a'.repeat(3_000)}`), 414, 'URI_TOO_LONG'],
  ['headers that are too large', request('GET /v1/sales', `x: ${'a'.repeat(60_000)}\r\n`), 431, 'HEADERS_TOO_LARGE'],
  ['what is not HTTP', 'GARBAGE\r\n\r\n', 400, 'MALFORMED_REQUEST'],
  ['a length that is no number', request(JOIN, `${json}content-length: x\r\n`, '{}'), 400, 'MALFORMED_REQUEST'],
  [
    'a body of another kind',
    request(JOIN, 'content-type: text/plain\r\ncontent-length: 2\r\n', 'hi'),
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['a body that is too large', request(JOIN, `${json}content-length: 9999999\r\n`, '{}'), 413, 'BODY_TOO_LARGE'],
  ['a body that is not JSON', request(JOIN, `${json}content-length: 1\r\n`, '{'), 400, 'MALFORMED_BODY'],
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

  /** Refusals must be coded problems, never a 500. */
  const judge = (what: string, status: number, contentType: string | null, body: unknown): string[] => {
    if (status < 400) return [];
    if (status >= 500 && status !== 503) return [`${what}: ${status} ${JSON.stringify(body)}`];
    const problem = body as Problem;
    const known = Object.hasOwn(errorCatalogue, problem.code) && errorCatalogue[problem.code].status === status;
    const explains = typeof problem.detail === 'string' && problem.detail !== '' && problem.requestId !== undefined;
    return contentType?.startsWith('application/problem+json') && known && explains
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
      // password hashing is slow by design: covered by their own spec
      if (path.startsWith('/v1/admin/sessions') || path === '/v1/admin/owner') continue;
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

  it.each(EARLY)('answers %s with a coded problem', async (_, bytes, status, code) => {
    expect(await answerTo(system.url, bytes)).toEqual({
      ...{ status, code, explained: true },
      type: 'application/problem+json',
    });
  });

  it('reads a request without a host, and ignores an expectation it does not know', async () => {
    const bare = 'GET /v1/sales HTTP/1.1\r\nConnection: close\r\n';
    expect((await answerTo(system.url, `${bare}\r\n`)).status).toBe(200);
    expect((await answerTo(system.url, `${bare}Expect: 200-maybe\r\n\r\n`)).status).toBe(200);
  });
});
