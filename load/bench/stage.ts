import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Cluster, type ClusterOptions, script, startCluster, type Stores } from '../cluster/cluster.js';
import { type Running, startProgram } from '../cluster/process.js';
import { Api } from '../fans/api.js';
import { type Target, targetOf } from '../http/connection.js';
import { CpuMeter } from './cpu.js';
import { Promoter } from './promoter.js';

/** A dedicated node over an empty database, with its measuring tools. */
export interface Stage {
  url: string;
  host: string;
  target: Target;
  redisUrl: string;
  databaseUrl: string;
  redis: Redis;
  cluster: Cluster;
  meter: CpuMeter;
  promoter: Promoter;
  api: Api;
  /** Starts a baseline from load/baselines; it ends with the stage. */
  baseline(name: string, env?: Record<string, string>): Promise<Running & { url: string; target: Target }>;
}

export type Progress = (line: string) => void;

let lastRedisDatabase = 0;
/** Matches the configuration of the private Redis. */
const REDIS_DATABASES = 64;

/** Sets up a stage, runs the work and tears it down. `stores` names a migrated database not in use. */
export async function onStage<T>(
  stores: Stores,
  work: (stage: Stage) => Promise<T>,
  options: ClusterOptions = {},
): Promise<T> {
  const { databaseUrl, redisUrl } = await freshStores(stores);
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  const running: Running[] = [];
  const cluster = await startCluster(1, { ...stores, databaseUrl, redisUrl }, options);
  const api = new Api(cluster.urls);
  try {
    const url = cluster.urls[0] ?? '';
    return await work({
      url,
      host: new URL(url).host,
      target: targetOf(url),
      redisUrl,
      databaseUrl,
      redis,
      cluster,
      meter: new CpuMeter(await pidsOf(cluster, redis, databaseUrl)),
      promoter: new Promoter(api, cluster.adminKey),
      api,
      baseline: async (name, env = {}) => {
        const started = await startProgram(name, script(`load/baselines/${name}.js`), env, READY, stores.folder);
        running.push(started);
        return { ...started, url: started.readyLine, target: targetOf(started.readyLine) };
      },
    });
  } finally {
    await Promise.all(running.map((each) => each.stop()));
    await cluster.stop();
    await api.close();
    await redis.flushdb().finally(() => redis.disconnect());
  }
}

/** Creates an empty, migrated database and assigns a Redis database. */
export async function freshStores(stores: Stores): Promise<{ databaseUrl: string; redisUrl: string }> {
  lastRedisDatabase = (lastRedisDatabase + 1) % REDIS_DATABASES;
  return {
    databaseUrl: await copyDatabase(stores.databaseUrl),
    redisUrl: `${stores.redisUrl}/${lastRedisDatabase}`,
  };
}

const READY = /http:\/\/\S+/;

async function pidsOf(
  cluster: Cluster,
  redis: Redis,
  databaseUrl: string,
): Promise<ConstructorParameters<typeof CpuMeter>[0]> {
  const info = await redis.info('server');
  // the pid is the first line of the server's pid file
  const sql = `SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid`;
  const { rows } = await queryOnce<{ pid: string }>(databaseUrl, sql);
  return {
    node: cluster.nodes[0]?.child.pid ?? 0,
    simulator: cluster.simulator.child.pid ?? 0,
    redis: Number(/process_id:(\d+)/.exec(info)?.[1] ?? 0),
    postgres: Number(rows[0]?.pid ?? 0),
  };
}

async function copyDatabase(templateUrl: string): Promise<string> {
  const url = new URL(templateUrl);
  const template = url.pathname.slice(1);
  const name = `bench_${randomBytes(5).toString('hex')}`;
  url.pathname = '/template1';
  await queryOnce(url.href, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement on its own connection. */
export async function queryOnce<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  sql: string,
  values: unknown[] = [],
): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await client.query<Row>(sql, values);
  } finally {
    await client.end();
  }
}
