import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { deploy } from '../../scripts/migrate.mjs';
import { startTopology } from '../../scripts/lib/test-topologies.mjs';
import { startPostgres } from '../../scripts/services.mjs';

const PREFIX = 'ropeline-test-';
const TEMPLATE = 'ropeline_template';

const lives = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Removes folders of runs that were killed; nothing else does. */
function removeLeftovers() {
  for (const name of fs.readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX)))
    if (!lives(Number.parseInt(name.slice(PREFIX.length), 10)))
      fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
}

async function templateDatabase(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await deploy(template.href);
}

/**
 * Starts one Postgres per run, whose template is migrated once, and one Redis per worker, in the topology of the run:
 * pub/sub crosses the databases of a server, so concurrent spec files must not share one. test/support/services.ts
 * hands them out.
 */
export default async function globalSetup({ maxWorkers }) {
  removeLeftovers();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  const workers = Array.from({ length: maxWorkers }, (_, index) => index + 1);
  const [postgres, ...redis] = await Promise.all([
    startPostgres(path.join(folder, 'postgres'), { durable: false }),
    ...workers.map((worker) => startTopology(process.env.TEST_TOPOLOGY, path.join(folder, `redis-${worker}`))),
  ]);
  await templateDatabase(postgres.url);
  process.env.TEST_FOLDER = folder;
  process.env.TEST_POSTGRES_URL = postgres.url;
  process.env.TEST_POSTGRES_TEMPLATE = TEMPLATE;
  process.env.TEST_REDIS_URLS = redis.map(({ url }) => url).join(' ');
  globalThis.testServices = { folder, all: [postgres, ...redis] };
}
