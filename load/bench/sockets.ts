import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { Crowd } from './sockets/crowd.js';
import { clientFrame } from './sockets/frames.js';
import { MeasuredProcess } from './sockets/measured-process.js';
import { SocketSale } from './sockets/socket-sale.js';

export interface SocketStores {
  databaseUrl: string;
  redisUrl: string;
}
export interface SocketSizes {
  /** Waiting sockets while memory is measured (P3). */
  idle: number;
  /** Sockets that enter and receive broadcasts (P4, P5, P6, P17b). */
  crowd: number;
  broadcasts: number;
  runs: number;
}
export const FULL_SIZE: SocketSizes = { idle: 19_000, crowd: 10_000, broadcasts: 10, runs: 5 };

/** One side of one run. */
export interface SideFigures {
  handshakeMicros: number;
  deliveryMicros: number;
  deliveriesPerSecond: number;
  broadcastMs: number;
}
export interface SocketFigures {
  residentBytesPerSocket: { ours: number; raw: number };
  runs: { ours: SideFigures; raw: SideFigures }[];
}

/** A server under test with its clients. */
interface Side {
  process: MeasuredProcess;
  makeCrowd(): Crowd;
  broadcast(): Promise<void>;
  payloadBytes: number;
}

const IDLE_MS = 2_000;
const LEAVE_MS = 2_000;
const BROADCAST_WITHIN_MS = 3_000;
const ATTEMPTS = 3;

/**
 * Compares our node with a raw ws server on the same machine, in alternation: handshakes, deliveries, memory. Linux
 * only.
 */
export async function measureSockets(
  stores: SocketStores,
  sizes: SocketSizes = FULL_SIZE,
  progress: (line: string) => void = () => undefined,
): Promise<SocketFigures> {
  const redis = new Redis(stores.redisUrl);
  const secret = randomBytes(32).toString('base64url');
  const processes: MeasuredProcess[] = [];
  const start = async (script: string, env: Record<string, string>, ready: RegExp): Promise<MeasuredProcess> => {
    const started = await MeasuredProcess.start(compiled(script), env, ready);
    processes.push(started);
    return started;
  };
  try {
    const sale = await prepareSale(stores, secret, start, Math.max(sizes.idle, sizes.crowd));
    const raw = await rawSide(sale, start);
    const ours = await ourSide(sale, redis, stores, secret, start);
    // memory first, because a process that was busy before has spare heap
    const residentBytesPerSocket = {
      raw: await residentBytesOf(raw, sizes.idle),
      ours: await residentBytesOf(ours, sizes.idle),
    };
    progress(`memory: ${JSON.stringify(residentBytesPerSocket)}`);
    const runs: SocketFigures['runs'] = [];
    for (let run = 1; run <= sizes.runs; run += 1) {
      const figures = { raw: await runOnce(raw, sizes), ours: await runOnce(ours, sizes) };
      runs.push(figures);
      progress(`run ${run}: ${JSON.stringify(figures)}`);
    }
    return { residentBytesPerSocket, runs };
  } finally {
    for (const running of processes) await running.stop();
    redis.disconnect();
  }
}

async function runOnce(side: Side, { crowd: count, broadcasts }: SocketSizes): Promise<SideFigures> {
  const idleShare = await side.process.idleShare(IDLE_MS);
  const crowd = side.makeCrowd();
  const handshakes = await side.process.cpuOf(idleShare, () => crowd.open(count));
  const deliveriesBefore = crowd.deliveries;
  const times: number[] = [];
  const delivering = await side.process.cpuOf(idleShare, async () => {
    for (let n = 0; times.length < broadcasts; n += 1) {
      if (n === broadcasts * ATTEMPTS) throw new Error('broadcasts did not reach every socket');
      const began = performance.now();
      const all = crowd.receives(side.payloadBytes, count, BROADCAST_WITHIN_MS);
      await side.broadcast();
      // a snapshot of the node's own that comes meanwhile replaces ours for the sockets not yet served
      if (await all) times.push(performance.now() - began);
    }
  });
  const deliveries = crowd.deliveries - deliveriesBefore;
  crowd.close();
  await new Promise((resolve) => setTimeout(resolve, LEAVE_MS));
  return {
    handshakeMicros: (handshakes.cpuMs * 1_000) / count,
    deliveryMicros: (delivering.cpuMs * 1_000) / deliveries,
    deliveriesPerSecond: (count * times.length * 1_000) / times.reduce((sum, ms) => sum + ms, 0),
    broadcastMs: times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN,
  };
}

async function residentBytesOf(side: Side, count: number): Promise<number> {
  const before = await side.process.residentBytes();
  const crowd = side.makeCrowd();
  await crowd.open(count);
  const after = await side.process.residentBytes();
  crowd.close();
  return (after - before) / count;
}

const compiled = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

type Start = (script: string, env: Record<string, string>, ready: RegExp) => Promise<MeasuredProcess>;
/** What a crowd needs to enter, and the message broadcast to it. */
interface PreparedSale {
  id: string;
  tokens: readonly string[];
  snapshot: string;
  payload: string;
}

/** Prepared by a separate node, so that the measured one starts fresh. */
async function prepareSale(stores: SocketStores, secret: string, start: Start, fans: number): Promise<PreparedSale> {
  const [port, adminKey] = [await freePort(), randomBytes(24).toString('base64url')];
  const node = await start('src/main.js', nodeEnv(stores, { port, secret, adminKey }), /is ready/);
  const sale = await SocketSale.publish(`http://127.0.0.1:${port}`, adminKey);
  const snapshot = await sale.snapshot();
  const tokens = await sale.join(fans);
  await node.stop();
  return { id: sale.id, tokens, snapshot, payload: `42/queue,["snapshot",${snapshot}]` };
}

async function rawSide({ payload }: PreparedSale, start: Start): Promise<Side> {
  const process = await start('load/baselines/raw-ws.js', {}, /http:\/\/\S+/);
  const url = process.readyLine;
  const etiquette = { path: '/', greeting: () => null, isIn: () => true };
  return {
    process,
    makeCrowd: () => new Crowd(Number(new URL(url).port), etiquette),
    broadcast: async () => void (await fetch(`${url}/broadcast`, { method: 'POST', body: payload })),
    payloadBytes: Buffer.byteLength(payload),
  };
}

async function ourSide(
  { id, tokens, snapshot, payload }: PreparedSale,
  redis: Redis,
  stores: SocketStores,
  secret: string,
  start: Start,
): Promise<Side> {
  const port = await freePort();
  const process = await start('src/main.js', nodeEnv(stores, { port, secret, adminKey: secret }), /is ready/);
  const etiquette = {
    path: '/socket.io/?EIO=4&transport=websocket',
    greeting: (index: number) => clientFrame(`40/queue,${JSON.stringify({ placeToken: tokens[index] ?? '' })}`),
    isIn: (heard: Buffer) => heard.includes('["place"'),
  };
  return {
    process,
    makeCrowd: () => new Crowd(port, etiquette),
    broadcast: async () => void (await redis.publish(`rl:news:sale:${id}`, `snapshot\n${snapshot}`)),
    payloadBytes: Buffer.byteLength(payload),
  };
}

function nodeEnv(
  stores: SocketStores,
  { port, secret, adminKey }: { port: number; secret: string; adminKey: string },
): Record<string, string> {
  return {
    ROPELINE_DEMO: 'true',
    PORT: String(port),
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    ROPELINE_SECRET: secret,
    ROPELINE_ADMIN_API_KEY: adminKey,
    STRIPE_SECRET_KEY: 'sk_test_bench',
    STRIPE_WEBHOOK_SECRET: 'whsec_bench_0123456789',
    ROPELINE_LOG_LEVEL: 'warn',
    ROPELINE_METRICS_PORT: 'off',
    ROPELINE_MAX_SOCKETS: '100000',
  };
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
