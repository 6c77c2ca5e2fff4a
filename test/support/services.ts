import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { startRedis } from '../../scripts/services.mjs';
import { emptied } from './redis-topology.js';
import { specLogger } from './spec-log.js';

/** Filled by test/support/environment.mjs: runs after all hooks of the spec file. */
declare const atEndOfFile: (() => Promise<void>)[];

// what specs construct without a node logs there, too
Logger.overrideLogger(specLogger);

const DATABASES_OF_A_REDIS = 64;

function setting(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set: this spec needs services, so it belongs under test/integration, simulation, e2e, browser or chaos`,
    );
  return value;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: setting('TEST_POSTGRES_URL') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function newDatabase(template: string): Promise<string> {
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  atEndOfFile.push(() => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = new URL(setting('TEST_POSTGRES_URL'));
  url.pathname = `/${name}`;
  return url.href;
}

/** Returns the URL of a new, fully migrated and empty database. Dropped after the spec file's last hook. */
export function freshDatabase(): Promise<string> {
  return newDatabase(setting('TEST_POSTGRES_TEMPLATE'));
}

/** Like `freshDatabase`, but without any schema, for tests of migrations. */
export function emptyDatabase(): Promise<string> {
  return newDatabase('template1');
}

/**
 * Returns the URL of a flushed logical database of this worker's Redis, whose spec files run sequentially. Its
 * databases share pub/sub, but only within the spec file.
 * @param db 0 to 63, for specs that need several; a cluster has only 0
 */
export async function sharedRedisUrl(db = 0): Promise<string> {
  if (!Number.isInteger(db) || db < 0 || db >= DATABASES_OF_A_REDIS)
    throw new RangeError(`no Redis database ${String(db)}`);
  const servers = setting('TEST_REDIS_URLS').split(' ');
  const worker = Number(process.env.JEST_WORKER_ID ?? 1);
  return await emptied(servers[(worker - 1) % servers.length] ?? '', db);
}

export interface OwnRedis {
  /** Unchanged by kill and restart. */
  readonly url: string;
  /** SIGKILL: nothing is flushed, clients are not notified. Resolves once the process is gone. */
  kill(): Promise<void>;
  /** Restarts it at the same address with the data it had persisted. */
  restart(): Promise<void>;
  /** Size in bytes of what its append-only file holds now. */
  appended(): Promise<number>;
  /** Cuts the append-only file to an earlier size, as a machine does that loses what it had not written yet. */
  cutAppended(bytes: number): Promise<void>;
  /** Shuts it down gracefully; also done after the spec file. */
  stop(): Promise<void>;
}

/**
 * Starts a redis-server of the spec's own, for fault injection. `appendonly` (default true) decides whether data
 * survives a restart.
 */
export async function freshRedis({ appendonly = true } = {}): Promise<OwnRedis> {
  const folder = await mkdtemp(path.join(setting('TEST_FOLDER'), 'own-redis-'));
  let server = await startRedis(folder, { appendonly });
  const { url, port } = server;
  const stop = () => server.stop();
  atEndOfFile.push(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  const appendFile = async (): Promise<string> => {
    const parts = await readdir(path.join(folder, 'appendonlydir'), { recursive: true }).catch(() => []);
    const found = parts.find((name) => name.endsWith('.incr.aof'));
    if (found === undefined) throw new Error(`no append-only file in ${folder}`);
    return path.join(folder, 'appendonlydir', found);
  };
  return {
    url,
    stop,
    appended: async () => (await stat(await appendFile())).size,
    cutAppended: async (bytes) => await truncate(await appendFile(), bytes),
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.stop();
    },
    restart: async () => {
      await stop();
      server = await startRedis(folder, { appendonly, port });
    },
  };
}
