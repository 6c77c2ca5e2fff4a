import { request as httpRequest } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { admitted, heldTickets, ordered, passHeaders, publishedSale } from '../../support/sale.js';
import { startSystem, type TestSystem } from '../../support/system.js';

jest.setTimeout(120_000);

type Heads = Record<string, string>;
interface Raw {
  status: number;
  headers: Record<string, unknown>;
  body: unknown;
}

/** Differ between any two answers. */
const OF_ONE_ANSWER = new Set(['date', 'content-length', 'keep-alive', 'connection']);
const ODD_BODIES = [
  '{"a":',
  'null',
  '[]',
  '"text"',
  '0',
  ' ',
  '\u{FEFF}{}',
  '{}',
  '{"unknown":1}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"items":[],"holdId":7,"buyer":[],"pass":{},"unattended":"yes"}',
  '{"items":[{"ticketTypeId":"tt_0","quantity":0},{"seatIds":[]},null]}',
  '{"items":[{"ticketTypeId":"a\\u0000b","quantity":1e99}],"holdId":"x\\u0000y"}',
  '{"holdId":"hold_0000000000","buyer":{"email":"no","name":""}}',
  '{"lane":"Ä b","accessCode":7,"onlyPresent":"no"}',
  '{"lane":"none"}',
  '{"onlyPresent":true}',
  '{"groupCode":"gr1.x"}',
  `{"holdId":"${'h'.repeat(5000)}"}`,
];
/** A place token, raw or in a cookie. */
const TOKEN = /pl1\.[^";]+/;
const ODD_HEADS: Heads[] = [
  {},
  { authorization: 'Bearer x' },
  { authorization: 'Place a.b' },
  { authorization: 'Order a.b.c' },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
  { authorization: 'Basic YTpi', cookie: 'ropeline_place=%00; =;;' },
  { 'idempotency-key': 'short' },
  { 'idempotency-key': 'k'.repeat(300) },
  { origin: 'https://elsewhere.example', 'x-forwarded-for': '1.2.3.4, x' },
  { 'accept-language': 'de', accept: 'text/html' },
];

describe('a door without the router', () => {
  let system: TestSystem;
  let sale: SaleShape;

  beforeAll(async () => {
    system = await startSystem();
    sale = await publishedSale(system.url);
  });
  afterAll(async () => await system.close());

  async function send(method: string, path: string, headers: Heads, body: string | null): Promise<Raw> {
    return await new Promise((resolve, reject) => {
      const sent = httpRequest(system.url + path, { method, headers, agent: false }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => void (text += part));
        answer.on('end', () => {
          const { statusCode: status = 0, headers: received } = answer;
          resolve({ status, headers: { ...received }, body: JSON.parse(text) as unknown });
        });
      });
      sent.on('error', reject).end(body ?? undefined);
    });
  }

  /** Sends the same twice: once as the short way takes it, once with a head that says the same in an unusual way. */
  async function both(method: 'GET' | 'POST', path: string, heads: Heads, body: string | null): Promise<[Raw, Raw]> {
    const size = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const usual = body === null ? {} : { 'content-type': 'application/json' };
    const unusual = body === null ? { 'content-length': '0' } : { 'content-type': 'application/json ; charset=utf-8' };
    return [
      await send(method, path, { ...heads, ...size, ...usual }, body),
      await send(method, path, { ...heads, ...size, ...unusual }, body),
    ];
  }

  /**
   * Leaves out what belongs to one answer, but not that it is there. A deadline is counted from now, so it moves by a
   * millisecond; each join takes a place of its own.
   */
  function comparable({ status, headers, body }: Raw): object {
    const named = Object.entries(headers)
      .filter(([name]) => !OF_ONE_ANSWER.has(name))
      .map(([name, value]) => [name, name === 'set-cookie' ? String(value).replace(TOKEN, '(token)') : value]);
    const text = JSON.stringify(body ?? {})
      .replace(/T\d\d:\d\d:\d\d\.\d{3}Z/g, 'T(time)Z')
      .replace(TOKEN, '(token)')
      .replace(/"number":\d+/, '"number":0');
    const { requestId, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return { status, headers: Object.fromEntries(named), body: rest, hasRequestId: requestId !== undefined };
  }

  const doors = (): ['GET' | 'POST', string][] => [
    ['GET', '/v1/place'],
    ['GET', '/v1/orders/ord_0000000000'],
    ['GET', '/v1/orders/latest'],
    ['POST', `/v1/sales/${sale.slug}/holds`],
    ['POST', '/v1/sales/none/holds'],
    ['POST', '/v1/place/admission'],
    ['POST', '/v1/orders'],
    ['POST', `/v1/sales/${sale.slug}/places`],
    ['POST', '/v1/sales/none/places'],
  ];

  it('refuses as the router does, whatever is odd about the request', async () => {
    const differences: unknown[] = [];
    let compared = 0;
    const codes = new Set<unknown>();
    for (const [method, path] of doors())
      for (const heads of ODD_HEADS)
        for (const body of method === 'GET' ? [null] : ODD_BODIES) {
          const [short, routed] = (await both(method, path, heads, body)).map(comparable);
          compared += 1;
          codes.add((short as { body: { code?: unknown } }).body.code);
          if (!isDeepStrictEqual(short, routed)) differences.push({ path, heads, body, short, routed });
        }
    expect(differences).toEqual([]);
    expect(compared).toBe(3 * ODD_HEADS.length + 6 * ODD_HEADS.length * ODD_BODIES.length);
    expect(codes.size).toBeGreaterThan(4);
  });

  it('answers as the router does', async () => {
    const { place, pass } = await admitted(system.url, sale.slug);
    const [type] = sale.ticketTypes;
    const placeHead = { authorization: `Place ${place.placeToken}` };
    const items = JSON.stringify({ items: [{ ticketTypeId: type?.id, quantity: 1 }] });
    const key = { 'idempotency-key': `short-doors-${'k'.repeat(20)}` };
    const hold = await heldTickets(system.url, sale.slug, pass, [{ ticketTypeId: type?.id, quantity: 1 }]);
    const { id, accessToken } = await ordered(system.url, pass, hold.id);
    const asked: [Raw, Raw][] = [
      await both('GET', '/v1/place', placeHead, null),
      await both('POST', `/v1/sales/${sale.slug}/holds`, { ...passHeaders(pass), ...key }, items),
      await both('GET', `/v1/orders/${id}`, { authorization: `Order ${accessToken}` }, null),
    ];
    for (const [short, routed] of asked) expect(comparable(short)).toEqual(comparable(routed));
    expect(asked.map(([{ status }]) => status)).toEqual([200, 201, 200]);
  });

  it('takes a place as the router does, once for each device', async () => {
    const path = `/v1/sales/${sale.slug}/places`;
    const first = await both('POST', path, {}, '{}');
    expect(comparable(first[0])).toEqual(comparable(first[1]));
    expect([first[0].status, comparable(first[0])]).toEqual([
      201,
      expect.objectContaining({
        headers: expect.objectContaining({ 'set-cookie': expect.stringContaining('(token)') }),
      }),
    ]);
    const [{ headers, body }] = first;
    const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? '';
    const again = await both('POST', path, { cookie }, '{}');
    const present = await both('POST', path, { cookie }, '{"onlyPresent":true}');
    for (const [short, routed] of [again, present]) {
      expect(comparable(short)).toEqual(comparable(routed));
      expect(short.body).toEqual(body);
    }
    expect([again[0].status, present[0].status]).toEqual([200, 201]);
  });
});
