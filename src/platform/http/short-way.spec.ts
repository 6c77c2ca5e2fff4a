import { type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProblemError } from '../problem/problem.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { couldBothMatch, ShortPattern } from './short-pattern.js';
import { type ShortDoor, ShortWay } from './short-way.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('a door without the router', () => {
  let server: Server;
  let url: string;
  let measured: unknown[];
  const doors: ShortDoor[] = [
    {
      method: 'POST',
      route: '/v1/things/:name/holds',
      status: 201,
      read: (text) => JSON.parse(text) as unknown,
      call: ({ params, body }) => {
        const { name } = params as { name: string };
        if (name === 'later') return Promise.reject(new ProblemError('CORE_AWAY'));
        if (name === 'none') throw new ProblemError('SOLD_OUT');
        return { name, body };
      },
    },
    { method: 'GET', route: '/v1/place', status: 200, read: null, call: async () => await Promise.resolve({ a: 'ö' }) },
  ];

  beforeEach(async () => {
    measured = [];
    const way = new ShortWay({
      problems: new ProblemFilter(),
      measure: (...told) => void measured.push(told.slice(0, 3)),
      headers: { 'x-content-type-options': 'nosniff' },
    });
    way.open(doors, [{ method: 'GET', url: '/v1/place' }]);
    server = createServer((request, response) => {
      if (!way.serve(request, response)) response.end('routed');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const post = async (path: string, body: string, headers: Record<string, string> = JSON_TYPE) =>
    await fetch(url + path, { method: 'POST', body, headers });

  it('answers with status, security headers, the cache rule and its measure', async () => {
    const answer = await post('/v1/things/night/holds', '{"a":1}');
    expect([answer.status, await answer.json()]).toEqual([201, { name: 'night', body: { a: 1 } }]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(await (await fetch(`${url}/v1/place`)).text()).toBe('{"a":"ö"}');
    expect(measured).toEqual([
      ['POST', '/v1/things/:name/holds', 201],
      ['GET', '/v1/place', 200],
    ]);
  });

  it('refuses with a coded problem, its request id and when to try again', async () => {
    const thrown = await post('/v1/things/none/holds', '{}');
    expect([thrown.status, await thrown.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'SOLD_OUT', requestId: expect.stringMatching(/.+/) }),
    ]);
    const rejected = await post('/v1/things/later/holds', '{}');
    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([503, '2']);
    expect(rejected.headers.get('content-type')).toContain('application/problem+json');
    expect(rejected.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['a query', '/v1/things/night/holds?a=1', '{}', JSON_TYPE],
    ['an encoded address', '/v1/things/n%69ght/holds', '{}', JSON_TYPE],
    ['two segments for one', '/v1/things/a/b/holds', '{}', JSON_TYPE],
    ['another kind of body', '/v1/things/night/holds', 'a=1', { 'content-type': 'text/plain' }],
    ['no body', '/v1/things/night/holds', '', JSON_TYPE],
    ['a large body', '/v1/things/night/holds', `"${'x'.repeat(20_000)}"`, JSON_TYPE],
  ])('leaves %s to the router', async (_what, path, body, headers) => {
    expect(await (await post(path, body, headers as Record<string, string>)).text()).toBe('routed');
  });

  it('leaves other methods to the router', async () => {
    expect(await (await fetch(`${url}/v1/place`, { method: 'DELETE' })).text()).toBe('routed');
  });
});

describe('a short pattern', () => {
  it('knows its parameter by name', () => {
    expect(new ShortPattern('/v1/orders/:id').match('/v1/orders/order_1')).toEqual({ id: 'order_1' });
    expect(new ShortPattern('/v1/orders/:id').match('/v1/orders/')).toBeNull();
    expect(() => new ShortPattern('/a/:b/:c')).toThrow('more than one');
  });

  it('sees which routes share an address', () => {
    expect(couldBothMatch('/v1/orders/latest', '/v1/orders/:id')).toBe(true);
    expect(couldBothMatch('/v1/orders/:id/refunds', '/v1/orders/:id')).toBe(false);
  });
});
