import { Redis } from 'ioredis';
import { type Cluster, type ClusterOptions, type Stores, startCluster } from '../cluster/cluster.js';
import { pause, say } from '../terminal.js';
import { run } from '../run.js';
import { readWishes, type Wishes } from '../wishes.js';
import { Wire } from '../cluster/wire.js';
import { addressOf, type CutStore, cutOff, type LeaderOf, nodeIdOf } from './cut-off.js';
import { type Fault, killNode, announced } from './faults.js';
import { amongMany, publishMany } from './many-sales.js';
import { callsStood } from './outage.rules.js';
import { type Backups, restoreBackup } from './restore.js';
import { replaceNodes } from './rolling.js';

/** Operations of scripts/drill.mjs on the stores and the proxy it started. */
export interface Hands extends Backups {
  killPostgres(): void;
  /** Kills the primary of Postgres and promotes its synchronous standby. */
  failOverPostgres(): Promise<void>;
  killRedisMaster(): void;
  leaderOf: LeaderOf;
  /** Applies one migration beyond those of this build. */
  migrateFurther(): Promise<string[]>;
  /** Starts a proxy with default settings ahead of the nodes and returns its address. */
  proxy(nodes: readonly string[]): Promise<string>;
}
interface Drill {
  /** What its recorded curve is about. */
  title: string;
  faults: (stores: Stores, hands: Hands, cluster: Cluster, wires: readonly Wire[]) => Fault[] | Promise<Fault[]>;
  /** Each node reaches this store by a wire of its own. */
  wired?: CutStore;
  cluster?: ClusterOptions;
  /** Arguments of the sale in addition to the defaults. */
  sale?: readonly string[];
  behindProxy?: true;
}

const SALE = ['--fans', '200', '--tickets', '120', '--nodes', '2', '--per-minute', '240'];
/** The procedure alone, with its waits for a person's decision, takes minutes on a slow machine. */
const RESTORE_LIMIT = ['--limit-seconds', '900'];
/** Sells for longer than a node is cut off. */
const LONGER = ['--tickets', '180', '--per-minute', '80'];
const PAYMENTS_AWAY_MS = 30_000;
/** Reports of payments are stale after 5 s and stop the calls 10 s later; two more for a beat and a look. */
const CALLS_STOPPED_MS = 17_000;

const emptyRedis = async (url: string): Promise<void> => {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
};

/** Lets nobody in who could not pay: the calls must stand still until the node is back, while people wait. */
const killPayments: Fault = async ({ cluster, promoter }) => {
  say(`  ! killing the only payments node; restarting it in ${PAYMENTS_AWAY_MS / 1_000} s`);
  await cluster.killNode(1);
  await pause(CALLS_STOPPED_MS);
  const before = await promoter.live();
  await pause(PAYMENTS_AWAY_MS - CALLS_STOPPED_MS);
  const check = callsStood(before, await promoter.live());
  await cluster.startNode(1);
  return [check];
};

export const drills: Readonly<Record<string, Drill>> = {
  'node-killed': { title: 'One of two nodes is killed', faults: () => [killNode] },
  'redis-lost': {
    title: 'Redis is emptied',
    faults: async ({ redisUrl }, _hands, cluster) => [
      amongMany(await publishMany(cluster), 'Redis is emptied', () => emptyRedis(redisUrl)),
    ],
  },
  'redis-failover': {
    title: 'The master of Redis is killed, a replica promoted',
    faults: (_stores, hands) => [announced('the master of Redis is killed', () => hands.killRedisMaster())],
  },
  'postgres-restart': {
    title: 'Postgres is killed and restarted',
    faults: (_stores, hands) => [
      announced('Postgres is killed; its supervisor starts it again', () => hands.killPostgres()),
    ],
  },
  'postgres-failover': {
    title: 'The primary of Postgres is killed, its standby promoted',
    faults: (_stores, hands) => [
      announced('the primary of Postgres is killed; its synchronous standby is promoted', () =>
        hands.failOverPostgres(),
      ),
    ],
  },
  'payments-killed': {
    title: 'The only payments node is killed, and started again after 30 s',
    faults: () => [killPayments],
    cluster: { roles: ['edge,shop,control', 'payments'] },
  },
  'redis-cut': {
    title: 'The node that conducts the sale is cut off from Redis for 40 s',
    faults: (_stores, hands, _cluster, wires) => [cutOff('redis', wires, hands.leaderOf)],
    wired: 'redis',
    sale: LONGER,
  },
  'postgres-cut': {
    title: 'The node that conducts the sale is cut off from Postgres for 40 s',
    faults: (_stores, hands, _cluster, wires) => [cutOff('postgres', wires, hands.leaderOf)],
    wired: 'postgres',
    sale: LONGER,
  },
  restore: {
    title: 'A backup is restored',
    faults: (_stores, hands) => [restoreBackup(hands)],
    sale: ['--per-minute', '60', '--cap', '8', ...RESTORE_LIMIT],
  },
  rolling: {
    title: 'Each node is replaced behind a proxy',
    faults: (_stores, hands) => [replaceNodes(() => hands.migrateFurther())],
    cluster: { env: { ROPELINE_DRAIN_PAUSE_MS: '5000', ROPELINE_TRUSTED_PROXIES: '127.0.0.1/32' } },
    // long enough that every replacement meets it
    sale: ['--tickets', '180', '--per-minute', '60'],
    behindProxy: true,
  },
};

/** Returns the options of a drill's sale: the drill's own, and above them those of the command line. */
export const readDrillWishes = (name: string, args: readonly string[]): Wishes =>
  readWishes([...SALE, ...(drills[name]?.sale ?? []), ...args]);

/** Runs a drill: a sale sells out while something breaks. Returns true if nothing was lost. */
export async function drill(name: string, stores: Stores, hands: Hands, wishes: Wishes): Promise<boolean> {
  const chosen = drills[name];
  if (!chosen) throw new Error(`unknown drill ${name}`);
  const wires = chosen.wired ? await wiresTo(chosen.wired, stores, wishes.nodes) : [];
  const cluster = await startCluster(wishes.nodes, stores, { ...chosen.cluster, ...wiring(chosen.wired, wires) });
  try {
    const urls = chosen.behindProxy ? [await hands.proxy(cluster.urls)] : cluster.urls;
    const faults = await chosen.faults(stores, hands, cluster, wires);
    return await run(wishes, { ...cluster, urls }, faults, chosen.title);
  } finally {
    await cluster.stop();
    for (const wire of wires) wire.close();
  }
}

const wiresTo = async (store: CutStore, { databaseUrl, redisUrl }: Stores, nodes: number): Promise<Wire[]> =>
  await Promise.all(
    Array.from({ length: nodes }, async () => await Wire.to(store === 'redis' ? redisUrl : databaseUrl)),
  );

const wiring = (store: CutStore | undefined, wires: readonly Wire[]): ClusterOptions =>
  store === undefined
    ? {}
    : {
        envOf: (index) => ({ ROPELINE_NODE_ID: nodeIdOf(index), [addressOf[store]]: wires[index]?.url ?? '' }),
      };
