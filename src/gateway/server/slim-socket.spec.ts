import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { Server } from 'socket.io';
import { WebSocket } from 'ws';
import type { EngineConnection } from './engine-connection.js';
import { originOf, rememberCloser, slim } from './slim-socket.js';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;
const ROUNDS = 5;
const SOCKETS = 5;

/** Opens idle websockets and returns how many of their requests survive garbage collection. */
async function requestsHeld(lighten: (connection: EngineConnection) => void): Promise<number> {
  const requests: WeakRef<IncomingMessage>[] = [];
  const http = createServer();
  const server = new Server(http, {
    serveClient: false,
    allowRequest: (request, answer) => {
      requests.push(new WeakRef(request));
      rememberCloser(request);
      answer(null, true);
    },
  });
  server.engine.on('connection', lighten);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const clients: WebSocket[] = [];
  for (let n = 0; n < SOCKETS; n += 1) {
    const client = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    await new Promise((resolve) => client.once('message', resolve));
    clients.push(client);
  }
  const held = (): number => requests.filter((request) => request.deref() !== undefined).length;
  for (let round = 0; round < ROUNDS && held() > 0; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collectGarbage();
  }
  const open = clients.filter((client) => client.readyState === WebSocket.OPEN).length;
  if (open !== SOCKETS) throw new Error('a socket was lost');
  for (const client of clients) client.terminate();
  await server.close();
  return held();
}

describe('a connection that waits', () => {
  it('lets its request go', async () => {
    expect(await requestsHeld(slim)).toBe(0);
  }, 60_000);
  it('would keep it otherwise', async () => {
    const onlyTheReference = (connection: EngineConnection): void => {
      connection.request = null;
    };
    expect(await requestsHeld(onlyTheReference)).toBe(SOCKETS);
  }, 60_000);
});

describe('where a connection comes from', () => {
  it('is the same for two tabs of a browser, and another for another network or browser', () => {
    const here = originOf('1.2.3.4/32', 'Firefox');
    expect(originOf('1.2.3.4/32', 'Firefox')).toBe(here);
    expect(originOf('1.2.3.5/32', 'Firefox')).not.toBe(here);
    expect(originOf('1.2.3.4/32', 'Chrome')).not.toBe(here);
  });
});
