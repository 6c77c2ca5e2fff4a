import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { encodeRequest } from '../http/request.js';
import { type OpenLoopTerms, runOpenLoop } from './open-loop.js';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function runAgainst(listener: RequestListener, terms: Partial<OpenLoopTerms>, isNew = false) {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const request = encodeRequest('127.0.0.1', { path: '/' });
  return await runOpenLoop({
    target: { host: '127.0.0.1', port: (listening.address() as AddressInfo).port },
    streams: [{ name: 'all', ratePerSecond: 200, isNew, next: () => request }],
    seconds: 0.1,
    lateMs: 5_000,
    timeoutMs: 10_000,
    maxConnections: 100,
    ...terms,
  });
}

describe('runOpenLoop', () => {
  it('sends every arrival and counts how it ended', async () => {
    let count = 0;
    const { streams } = await runAgainst((_request, response) => {
      count += 1;
      response.statusCode = count % 2 === 0 ? 503 : 200;
      response.end('{"code":"OVERLOADED"}');
    }, {});
    expect(streams.all).toMatchObject({ arrivals: 20, answered: 10, refused: 10, codes: { '503 OVERLOADED': 10 } });
  });
  it('goes on sending while nobody answers, and gives up by itself', async () => {
    const { streams, connectionsOpened } = await runAgainst(() => undefined, { timeoutMs: 150 });
    expect(streams.all).toMatchObject({ arrivals: 20, failed: 20, codes: { TIMEOUT: 20 } });
    expect(connectionsOpened).toBe(20);
  });
  it('says what it could not send', async () => {
    const { streams } = await runAgainst(() => undefined, { timeoutMs: 150, maxConnections: 5 });
    expect(streams.all).toMatchObject({ failed: 5, unsent: 15, codes: { 'no connection': 15 } });
  });
  it('opens a connection for everybody who is new', async () => {
    const { connectionsOpened } = await runAgainst((_request, response) => response.end(), {}, true);
    expect(connectionsOpened).toBe(20);
  });
  it('counts what was served after lateMs as late', async () => {
    const { streams } = await runAgainst((_request, response) => response.end(), { lateMs: -1 });
    expect(streams.all).toMatchObject({ answered: 0, late: 20 });
  });
});
