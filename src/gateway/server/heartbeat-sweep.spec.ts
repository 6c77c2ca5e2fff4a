import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Server } from 'socket.io';
import { WebSocket } from 'ws';
import { connectionOf, type EngineConnection } from './engine-connection.js';
import { HeartbeatSweep } from './heartbeat-sweep.js';

const INTERVAL_MS = 25_000;
const NOW = 1_000_000;
let io: Server;
let sweep: HeartbeatSweep;
let url: string;
const clients: WebSocket[] = [];

// uses the pinned engine.io, so that an upgrade breaking the sweep's assumptions is detected
beforeEach(async () => {
  const http = createServer();
  io = new Server(http, { serveClient: false, pingInterval: INTERVAL_MS });
  sweep = new HeartbeatSweep(() => io.of('/').sockets.values(), INTERVAL_MS);
  io.engine.on('connection', (connection: EngineConnection) => sweep.adopt(connection, NOW));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/socket.io/?EIO=4&transport=websocket`;
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await io.close();
});

async function enter(): Promise<{ client: WebSocket; connection: EngineConnection; heard: string[] }> {
  const client = new WebSocket(url);
  clients.push(client);
  const heard: string[] = [];
  client.on('message', (data: Buffer) => heard.push(data.toString()));
  const entered = new Promise<EngineConnection>((resolve) =>
    io.once('connection', (socket) => resolve(connectionOf(socket))),
  );
  await new Promise((resolve) => client.once('message', resolve));
  client.send('40');
  return { client, connection: await entered, heard };
}
async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('the heartbeat sweep', () => {
  it('takes engine.io’s timers away', async () => {
    const { connection } = await enter();
    expect(connection.pingIntervalTimer).toBeNull();
    expect(connection.pingTimeoutTimer).toBeNull();
  });

  it('pings a socket when it is due, once, and again after an answer', async () => {
    const { client, connection, heard } = await enter();
    sweep.sweep(NOW + INTERVAL_MS - 1);
    expect(connection.pingTimeoutTimer).toBeNull();
    sweep.sweep(NOW + INTERVAL_MS);
    sweep.sweep(NOW + INTERVAL_MS + 1_000);
    await eventually(() => heard.includes('2'));
    client.send('3');
    await eventually(() => connection.pingTimeoutTimer === null);
    sweep.sweep(NOW + 2 * INTERVAL_MS);
    await eventually(() => heard.filter((message) => message === '2').length === 2);
    expect(connection.readyState).toBe('open');
  });

  it('closes a socket that has not answered by the next ping', async () => {
    const { client, connection } = await enter();
    sweep.sweep(NOW + INTERVAL_MS);
    const closed = new Promise((resolve) => client.once('close', resolve));
    sweep.sweep(NOW + 2 * INTERVAL_MS);
    expect(connection.readyState).toBe('closed');
    await closed;
  });

  it('does not take another packet for an answer, and does not fail at one', async () => {
    const { client, connection } = await enter();
    sweep.sweep(NOW + INTERVAL_MS);
    const said = new Promise((resolve) => [...io.of('/').sockets.values()][0]?.once('said', resolve));
    client.send('42["said"]');
    await said;
    expect(connection.pingTimeoutTimer).not.toBeNull();
    sweep.sweep(NOW + 2 * INTERVAL_MS);
    expect(connection.readyState).toBe('closed');
  });
});
