import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { ToldRefusals } from './told-refusal.js';

let server: Server;
let told: boolean[];
const peers: Socket[] = [];
const drips: NodeJS.Timeout[] = [];
afterEach(() => {
  for (const drip of drips.splice(0)) clearInterval(drip);
  for (const peer of peers.splice(0)) peer.destroy();
  server.close();
});

async function refusing(refusals: ToldRefusals): Promise<void> {
  told = [];
  server = createServer().on('upgrade', (request, socket) => {
    const isTold = refusals.refuse(request, () => 7_010);
    told.push(isTold);
    if (!isTold) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

/** A peer that reads, never closes and sends a byte now and then; returned with what it was answered. */
async function drippingPeer(): Promise<{ answer: string; gone: Promise<unknown> }> {
  const { port } = server.address() as AddressInfo;
  const peer = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  peers.push(peer.on('error', () => undefined));
  const gone = new Promise((resolve) => peer.once('close', resolve));
  const answered = Promise.race([once(peer, 'data'), once(peer, 'end'), gone]);
  peer.write(
    'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const [bytes] = ((await answered.catch(() => null)) ?? []) as unknown[];
  drips.push(setInterval(() => peer.write('x'), 10));
  return { answer: bytes instanceof Buffer ? bytes.toString('latin1') : '', gone };
}

it('ends in time with a peer that never closes, whatever it sends', async () => {
  await refusing(new ToldRefusals(10, 300));
  const { answer, gone } = await drippingPeer();
  expect(answer).toMatch(/^HTTP\/1.1 101 [^]*\x88\x06\x03\xf57010$/);
  await gone;
});

it('tells no more at once than it bears, and keeps no server from closing', async () => {
  const refusals = new ToldRefusals(2, 60_000);
  await refusing(refusals);
  const first = [await drippingPeer(), await drippingPeer()];
  await (await drippingPeer()).gone;
  expect(told).toEqual([true, true, false]);
  const closed = new Promise((resolve) => server.close(resolve));
  refusals.end();
  await Promise.all([closed, ...first.map(({ gone }) => gone)]);
});

it('has room again once a peer has closed, and none after its end', async () => {
  const refusals = new ToldRefusals(1, 60_000);
  await refusing(refusals);
  const { gone } = await drippingPeer();
  peers[0]?.destroy();
  await gone;
  do
    await drippingPeer(); // the node hears of the close a little later
  while (!told.at(-1));
  refusals.end();
  await (await drippingPeer()).gone;
  expect(told.at(-1)).toBe(false);
});
