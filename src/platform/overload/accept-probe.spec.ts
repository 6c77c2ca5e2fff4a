import { createServer, connect, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { probesOf } from './accept-probe.js';

let server: Server;
let accepted: Socket[];
beforeEach(() => {
  accepted = [];
  server = createServer((socket) => accepted.push(socket));
});
afterEach(() => {
  for (const socket of accepted) socket.destroy();
  server.close();
});
const failed = (): void => undefined;

it.each([undefined, '127.0.0.1', '0.0.0.0'])('is known at the other end, and nobody else is: %s', async (host) => {
  server.listen(0, host);
  await once(server, 'listening');
  const probe = probesOf(server)(failed);
  if (!probe) throw new Error('none was sent');
  await once(server, 'connection');
  const { port } = server.address() as { port: number };
  const other = connect(port, '127.0.0.1');
  await once(server, 'connection');
  expect(accepted.map((socket) => probe.is(socket))).toEqual([true, false]);
  const { remotePort = 0 } = accepted[0] ?? {};
  expect(probe.is({ remoteAddress: '192.0.2.1', remotePort })).toBe(false);
  probe.end();
  other.destroy();
  expect(probe.is({ remoteAddress: '127.0.0.1', remotePort: undefined })).toBe(false);
});

it('is not sent to a server that does not listen, and says when nobody accepts it', async () => {
  expect(probesOf(server)(failed)).toBeNull();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  await new Promise<void>((resolve) => probesOf({ address: () => address })(resolve));
});
