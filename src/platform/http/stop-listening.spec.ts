import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LateConnections } from './late-connections.js';
import { stopListening } from './stop-listening.js';

const CLIENTS = 12;
const REQUEST = 'GET / HTTP/1.1\r\nhost: spec\r\n\r\n';
/** Connects in another thread, so that the kernel completes connections while this one is busy. */
const CROWD = `
  const { connect } = require('node:net');
  const { parentPort, workerData: { port, connected, clients, request } } = require('node:worker_threads');
  const ends = [];
  for (let n = 0; n < clients; n += 1) {
    let seen = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(request);
      Atomics.add(connected, 0, 1);
      Atomics.notify(connected, 0);
    });
    socket.on('data', (text) => (seen += text)).on('error', () => {}).on('close', () => {
      ends.push(seen.startsWith('HTTP/1.1 200') ? 'answered' : 'broken');
      if (ends.length === clients) parentPort.postMessage(ends);
    });
  }`;

describe('stopping to listen', () => {
  let server: Server;
  let port: number;

  beforeEach(async () => {
    server = createServer((_request, response) => {
      response.shouldKeepAlive = false;
      response.end('fine');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Blocks this thread until the kernel holds a queue of connections; returns how they ended after `stop`. */
  async function endsOfQueued(stop: () => unknown): Promise<string[]> {
    const connected = new Int32Array(new SharedArrayBuffer(4));
    const workerData = { port, connected, clients: CLIENTS, request: REQUEST };
    const worker = new Worker(CROWD, { eval: true, workerData });
    const ends = once(worker, 'message') as Promise<[string[]]>;
    for (let seen = 0; seen < CLIENTS; seen = Atomics.load(connected, 0)) Atomics.wait(connected, 0, seen, 10_000);
    await stop();
    const [list] = await ends;
    await worker.terminate();
    return list;
  }

  it('answers every connection that the kernel had completed', async () => {
    const ends = await endsOfQueued(async () => expect(await stopListening(server, 10_000)).toBe(true));
    expect(ends).toEqual(Array.from({ length: CLIENTS }, () => 'answered'));
    await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
  });

  it('would otherwise break those that wait in its queue', async () => {
    expect(await endsOfQueued(() => server.close())).toContain('broken');
  });

  it('is followed by the answers still owed: a request that comes late on an accepted connection, one in hand', async () => {
    const late = new LateConnections(server);
    const socket: Socket = connect(port, '127.0.0.1');
    await once(server, 'connection');
    await stopListening(server, 10_000);
    expect(await late.untilAnswered(() => 0, 0)).toBe(false);
    const answered = late.untilAnswered(() => 0, 10_000);
    socket.write(REQUEST);
    expect(await answered).toBe(true);
    expect(await late.untilAnswered(() => 1, 0)).toBe(false);
    socket.destroy(); // unread, it would never see that the server has closed it
  });
});
