import { type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';
import { OverloadGate } from '../overload/overload.gate.js';
import { bounds } from '../overload/overload.policy.js';
import { Front } from './front.js';
import { ReadyAnswers } from './ready-answers.js';

const config = { publicUrl: 'http://localhost' } as Config;
const document = (text: string) => ({
  body: Buffer.from(text),
  etag: `"${text}"`,
  headers: ['content-type', 'text/plain', 'etag', `"${text}"`],
});

describe('the front of a node', () => {
  let server: Server;
  let answers: ReadyAnswers;
  let metrics: Metrics;
  let url: string;
  /** Requests that the router has and has not answered. */
  let waiting: (() => void)[];

  beforeEach(async () => {
    const front = new Front();
    waiting = [];
    server = front.serverOf((request, response) => {
      if (request.url?.startsWith('/v1/place') === true) waiting.push(() => response.end('routed'));
      else response.end('routed');
    });
    answers = new ReadyAnswers();
    metrics = new Metrics();
    const gate = new OverloadGate(config, metrics);
    Object.assign(gate.loop, { note: () => 0 }); // how slow this machine is decides nothing here
    front.open(answers, gate);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const answer of waiting) answer();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('serves what is ready, the newest of it, until the offer ends or is dropped', async () => {
    let text = 'one';
    answers.offer('/x', () => document(text), 60_000);
    expect(await (await fetch(`${url}/x`)).text()).toBe('one');
    text = 'two';
    expect(await (await fetch(`${url}/x`)).text()).toBe('two');
    answers.drop();
    expect(await (await fetch(`${url}/x`)).text()).toBe('routed');
    answers.offer('/x', () => document(text), 0);
    expect(await (await fetch(`${url}/x`)).text()).toBe('routed');
  });

  it('says that nothing is new to whoever has the same', async () => {
    answers.offer('/x', () => document('one'), 60_000);
    const known = await fetch(`${url}/x`, { headers: { 'if-none-match': '"one"' } });
    expect([known.status, await known.text(), known.headers.get('etag')]).toEqual([304, '', '"one"']);
  });

  it('leaves to the doors what has a credential, a query or another method', async () => {
    answers.offer('/x', () => document('one'), 60_000);
    for (const answer of [
      await fetch(`${url}/x`, { headers: { authorization: 'Bearer x' } }),
      await fetch(`${url}/x?a=b`),
      await fetch(`${url}/x`, { method: 'POST' }),
    ])
      expect(await answer.text()).toBe('routed');
  });

  it('refuses polls while too many are in hand, takes the rest, and counts', async () => {
    const { inHand } = bounds.poll;
    const polls = Array.from({ length: inHand + 50 }, () => fetch(`${url}/v1/place`));
    while (waiting.length < inHand) await new Promise((resolve) => setTimeout(resolve, 5));
    const refused = await fetch(`${url}/v1/place`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ code: 'OVERLOADED', status: 503 });
    expect(await (await fetch(`${url}/health/live`)).text()).toBe('routed');
    expect(await (await fetch(`${url}/v1/orders`, { method: 'POST', body: '{}' })).text()).toBe('routed');
    for (const answer of waiting) answer();
    const statuses = (await Promise.all(polls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(inHand);
    expect(await metrics.registry.metrics()).toContain('ropeline_requests_shed_total{class="poll"} 51');
    const after = fetch(`${url}/v1/place`);
    while (waiting.length <= inHand) await new Promise((resolve) => setTimeout(resolve, 5));
    waiting[inHand]?.();
    expect((await after).status).toBe(200);
  });
});
