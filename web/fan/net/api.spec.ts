import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { api, call, newIdempotencyKey } from './api.js';

afterEach(() => void jest.restoreAllMocks());

function answers(body: string | null, init: ResponseInit = {}): jest.SpiedFunction<typeof fetch> {
  return jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => await Promise.resolve(new Response(body, init)));
}
const problem = { type: 'about:blank', title: 'Slow down', status: 429, code: 'RATE_LIMITED', detail: 'x' };

describe('what a page is told of a call', () => {
  it('is the answer, or nothing where the answer is empty', async () => {
    answers('{"n":1}');
    expect(await call('/v1/x')).toEqual({ kind: 'ok', data: { n: 1 } });
    answers(null, { status: 204 });
    expect(await call('/v1/x')).toEqual({ kind: 'ok', data: null });
  });

  it('is the coded problem, with the pause that a header asks for unless the problem names one', async () => {
    answers(JSON.stringify(problem), { status: 429, headers: { 'retry-after': '3' } });
    expect(await call('/v1/x')).toEqual({ kind: 'refused', problem: { ...problem, retryAfterMs: 3_000 } });
    answers(JSON.stringify({ ...problem, retryAfterMs: 250 }), { status: 429, headers: { 'retry-after': '3' } });
    expect(await call('/v1/x')).toMatchObject({ problem: { retryAfterMs: 250 } });
  });

  it('names a refusal without a problem by its status', async () => {
    for (const [status, code] of [
      [404, 'NOT_FOUND'],
      [429, 'RATE_LIMITED'],
      [500, 'INTERNAL'],
    ] as const) {
      answers('', { status, headers: { 'retry-after': 'soon' } });
      const answer = await call('/v1/x');
      expect(answer).toMatchObject({ kind: 'refused', problem: { code, status } });
      expect(answer).not.toHaveProperty('problem.retryAfterMs');
    }
  });

  it('is that nobody answered where a gateway did, the network failed, or the text was cut', async () => {
    answers('{}', { status: 504 });
    expect(await call('/v1/x')).toEqual({ kind: 'away' });
    answers('{"n":', { status: 200 });
    expect(await call('/v1/x')).toEqual({ kind: 'away' });
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no network'));
    expect(await call('/v1/x')).toEqual({ kind: 'away' });
  });

  it('is a refusal all the same where the application itself answers 503', async () => {
    answers(JSON.stringify({ ...problem, status: 503, code: 'CORE_AWAY' }), { status: 503 });
    expect(await call('/v1/x')).toMatchObject({ kind: 'refused', problem: { code: 'CORE_AWAY' } });
  });
});

describe('a call', () => {
  const sent = (spy: jest.SpiedFunction<typeof fetch>) => {
    const [path, init] = spy.mock.calls[0] ?? [];
    return { path, headers: init?.headers, body: init?.body, method: init?.method };
  };

  it('escapes what it puts into a path, and sends a place’s token as such', async () => {
    const spy = answers('{}');
    await api.sale('a/b?c');
    expect(sent(spy).path).toBe('/v1/sales/a%2Fb%3Fc');
    spy.mockClear();
    await api.claim('tok', 'pass', true);
    expect(sent(spy)).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Place tok' },
      body: '{"pass":"pass","unattended":true}',
    });
  });

  it('has a key of its own for each intended action, of the length that servers take', () => {
    const keys = Array.from({ length: 50 }, newIdempotencyKey);
    expect(new Set(keys).size).toBe(50);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  });
});
