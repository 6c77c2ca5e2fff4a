import { type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';
import { OverloadGate } from '../overload/overload.gate.js';
import { Front } from './front.js';
import { readyAnswer, ReadyAnswers } from './ready-answers.js';

const config = { publicUrl: 'http://localhost' } as Config;
const document = (text: string) =>
  readyAnswer(text, ['content-type', 'text/plain; charset=utf-8', 'etag', `"${text}"`], `"${text}"`);

describe('the front of a node', () => {
  let server: Server;
  let answers: ReadyAnswers;
  let metrics: Metrics;
  let url: string;
  let loopDelayMs: number;
  let drain: { draining: boolean; isOver: boolean };

  beforeEach(async () => {
    const front = new Front();
    server = front.serverOf((_request, response) => void response.end('routed'));
    loopDelayMs = 0;
    answers = new ReadyAnswers();
    metrics = new Metrics();
    const gate = new OverloadGate(config, metrics);
    // the speed of this machine must not matter here
    gate.loop.note = () => loopDelayMs;
    Object.defineProperty(gate.loop, 'requestsOfTurn', { get: () => 1_000 });
    drain = { draining: false, isOver: false };
    front.open({ answers, gate, drain, shortWay: { serve: () => false } });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('serves what is ready, the newest of it, until the offer ends or is dropped', async () => {
    let text = 'öne';
    answers.offer('/x', () => document(text), 60_000);
    expect(await (await fetch(`${url}/x`)).text()).toBe('öne');
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

  it('ends each connection with its answer while the node stops, and refuses in our own form afterwards', async () => {
    answers.offer('/x', () => document('one'), 60_000);
    drain.draining = true;
    for (const path of ['/x', '/y']) {
      const answer = await fetch(url + path);
      expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    }
    drain.isOver = true;
    const late = await fetch(`${url}/y`);
    expect([late.status, late.headers.get('connection'), late.headers.get('retry-after')]).toEqual([503, 'close', '2']);
    expect(await late.json()).toMatchObject({ code: 'OVERLOADED' });
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

  it('refuses polls of a crowd with bytes made beforehand, and takes what is more urgent', async () => {
    loopDelayMs = 100;
    const refused = await fetch(`${url}/v1/sales/x/availability`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ code: 'OVERLOADED', status: 503 });
    for (const [path, method] of [
      ['/health/live', 'GET'],
      ['/v1/orders', 'POST'],
      ['/v1/sales/x/places', 'POST'],
    ] as const)
      expect(await (await fetch(url + path, { method })).text()).toBe('routed');
    loopDelayMs = 0;
    expect(await (await fetch(`${url}/v1/sales/x/availability`)).text()).toBe('routed');
    expect(await metrics.registry.metrics()).toContain('ropeline_requests_shed_total{class="poll"} 1');
  });
});
