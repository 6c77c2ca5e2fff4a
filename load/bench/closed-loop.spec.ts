import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { encodeRequest } from '../http/request.js';
import { driveClosedLoop } from './closed-loop.js';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function drive(status: number, requests: number) {
  const listening = createServer((_request, response) => response.writeHead(status, { 'content-length': 0 }).end());
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const request = encodeRequest('127.0.0.1', { method: 'POST', path: '/', body: {} });
  let left = requests;
  return await driveClosedLoop({
    target: { host: '127.0.0.1', port: (listening.address() as AddressInfo).port },
    connections: 4,
    seconds: 10,
    next: () => (left-- > 0 ? request : null),
    accepts: (answered) => answered === 201,
  });
}

describe('driveClosedLoop', () => {
  it('counts each request once and ends when there is none left', async () => {
    expect((await drive(201, 50)).count).toBe(50);
  });
  it('throws at an answer that does not count: a refusal is cheaper than a service', async () => {
    await expect(drive(503, 50)).rejects.toThrow('503');
  });
});
