// Small private Redis topologies for tests and drills: a master with a replica and a sentinel, or a cluster of masters.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { freePort } from './ports.mjs';
import { requireRedis } from './redis-binary.mjs';
import { runSupervised } from './supervised.mjs';

const HIGHEST_PORT = 55_000; // the cluster bus listens 10,000 above

/** Sends one command and resolves with the reply as text. */
const ask = (port, ...parts) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      const body = parts.map((part) => `$${Buffer.byteLength(String(part))}\r\n${part}\r\n`).join('');
      socket.write(`*${parts.length}\r\n${body}`);
    });
    socket.setTimeout(2_000, () => socket.destroy(new Error('Redis did not respond')));
    socket.once('data', (data) => {
      socket.end();
      resolve(data.toString());
    });
    socket.once('error', reject);
  });

async function until(what, probe, withinMs = 30_000) {
  for (const end = Date.now() + withinMs; Date.now() < end; ) {
    if (await probe().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not happen within ${withinMs} ms`);
}

async function portBelow(limit) {
  for (;;) {
    const port = await freePort();
    if (port <= limit) return port;
  }
}

async function startServer(folder, name, port, lines, mode = []) {
  const dir = path.join(folder, name);
  fs.mkdirSync(dir, { recursive: true });
  const file = path.join(dir, 'redis.conf');
  const common = [`port ${port}`, 'bind 127.0.0.1', `dir "${dir}"`, `logfile "${path.join(dir, 'redis.log')}"`];
  fs.writeFileSync(file, `${[...common, ...lines].join('\n')}\n`);
  const server = await runSupervised({
    name: `Redis ${name}`,
    command: [requireRedis(), file, ...mode],
    ready: async () => (await ask(port, 'PING').catch(() => '')).includes('PONG'),
  });
  return { ...server, port };
}

const durable = ['appendonly yes', 'save ""', 'maxmemory-policy noeviction', 'repl-diskless-sync-delay 0'];

/**
 * Starts a master, its replica, and a sentinel with a quorum of one.
 * @param {string} folder
 * @returns {Promise<{ url: string, master: { pid: number }, stop: () => Promise<void> }>} `master.pid` is what a fault
 * kills
 */
export async function startSentinel(folder) {
  const [masterPort, replicaPort, sentinelPort] = [await freePort(), await freePort(), await freePort()];
  const master = await startServer(folder, 'master', masterPort, durable);
  const replica = await startServer(folder, 'replica', replicaPort, [...durable, `replicaof 127.0.0.1 ${masterPort}`]);
  await until('the replica', async () => (await ask(replicaPort, 'INFO', 'replication')).includes('link_status:up'));
  const sentinel = await startServer(
    folder,
    'sentinel',
    sentinelPort,
    [
      `sentinel monitor main 127.0.0.1 ${masterPort} 1`,
      'sentinel down-after-milliseconds main 1000',
      'sentinel failover-timeout main 4000',
    ],
    ['--sentinel'],
  );
  await until('the sentinel', async () => (await ask(sentinelPort, 'SENTINEL', 'REPLICAS', 'main')).includes('slave'));
  return {
    url: `redis+sentinel://127.0.0.1:${sentinelPort}/main`,
    master,
    stop: async () => void (await Promise.all([sentinel, replica, master].map((server) => server.stop()))),
  };
}

/**
 * Starts masters that share the slots, without replicas.
 * @param {string} folder
 * @returns {Promise<{ url: string, servers: { port: number, stop: () => Promise<void> }[], stop: () => Promise<void>
 * }>}
 */
export async function startCluster(folder, size = 3) {
  const servers = [];
  for (let n = 0; n < size; n += 1)
    servers.push(
      await startServer(folder, `node-${n}`, await portBelow(HIGHEST_PORT), [
        ...durable,
        'cluster-enabled yes',
        'cluster-config-file nodes.conf',
        'cluster-node-timeout 2000',
        'cluster-require-full-coverage no',
      ]),
    );
  const first = servers[0];
  const share = Math.ceil(16_384 / size);
  for (const [index, { port }] of servers.entries()) {
    await ask(port, 'CLUSTER', 'ADDSLOTSRANGE', index * share, Math.min(16_383, (index + 1) * share - 1));
    await ask(port, 'CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    if (port !== first.port) await ask(port, 'CLUSTER', 'MEET', '127.0.0.1', first.port);
  }
  await until('the cluster', async () => {
    const infos = await Promise.all(servers.map(({ port }) => ask(port, 'CLUSTER', 'INFO')));
    return infos.every((info) => info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${size}`));
  });
  return {
    url: `redis+cluster://${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    servers,
    stop: async () => void (await Promise.all(servers.map((server) => server.stop()))),
  };
}
