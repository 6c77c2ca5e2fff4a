// Empties the Redis of the demo that runs in this data directory, and reports how each of its sales came back.
import fs from 'node:fs';
import path from 'node:path';
import { ownerOf } from './previous.mjs';
import { Refusal } from './refusal.mjs';

const WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;
/** The goal for 30 live sales. */
const GOAL_MS = 15_000;
/** A demo's own stores, beneath `npm start` or `npm run dev`. */
const STARTS = ['start.mjs', 'dev.mjs'];

const SALES = `
  SELECT s.id, s.slug, s.state, q.epoch FROM sale s JOIN queue_sale q ON q.sale_id = s.id
  WHERE s.state IN ('prequeue', 'on_sale', 'sold_out', 'paused') ORDER BY s.slug`;
const REPORTS = `
  SELECT r.sale_id AS id, r.epoch, r.report, s.state FROM rebuild_report r JOIN sale s ON s.id = r.sale_id
  WHERE r.sale_id = ANY($1::text[])`;

function runningIn({ demo, dataDir, databaseUrl, redisUrl }) {
  if (!demo || databaseUrl || redisUrl)
    throw new Refusal('Only a demo with stores of its own is emptied: unset DATABASE_URL, PUBLIC_URL and REDIS_URL.');
  if (!STARTS.some((mark) => ownerOf(path.join(dataDir, 'start.pid'), mark)))
    throw new Refusal(`No demo runs on ${dataDir}: run npm start first, or set its ROPELINE_DATA_DIR.`);
  const settings = fs.readFileSync(path.join(dataDir, 'redis', 'redis.conf'), 'utf8');
  const [, port, secret] = /^port (\d+)$[^]*^requirepass (\w+)$/m.exec(settings) ?? [];
  // the fourth line is the port: https://www.postgresql.org/docs/current/storage-file-layout.html
  const postgresPort = fs.readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  const password = fs.readFileSync(path.join(dataDir, 'postgres.password'), 'utf8').trim();
  return {
    redis: { host: '127.0.0.1', port: Number(port), password: secret },
    postgres: `postgresql://postgres:${password}@127.0.0.1:${postgresPort}/postgres`,
  };
}

const lineOf = ({ slug, epoch }, { report, tookMs }) =>
  `  ${slug}: epoch ${epoch} after ${(tookMs / 1_000).toFixed(1)} s; ${report.units} units of orders, ` +
  `${report.conflicts} claimed by two`;

/** Returns whether every live sale came back, in the state it was in, and no stock is claimed by two orders. */
export async function drillDemo(settings) {
  const { postgres, redis } = runningIn(settings);
  const [{ default: pg }, { Redis }] = await Promise.all([import('pg'), import('ioredis')]);
  const client = new pg.Client({ connectionString: postgres, connectionTimeoutMillis: 10_000 });
  await client.connect();
  const emptied = new Redis({ ...redis, maxRetriesPerRequest: 1 });
  try {
    const { rows: sales } = await client.query(SALES);
    if (sales.length === 0) throw new Refusal('No sale of this demo is live.');
    await emptied.flushall();
    console.log(`Redis is emptied, with ${sales.length} live sales`);
    const began = Date.now();
    const back = new Map();
    while (back.size < sales.length && Date.now() < began + WITHIN_MS) {
      const { rows } = await client.query(REPORTS, [sales.map(({ id }) => id)]);
      for (const sale of sales) {
        const found = rows.find(({ id, epoch }) => id === sale.id && epoch > sale.epoch);
        if (!found || back.has(sale.id)) continue;
        back.set(sale.id, { ...found, tookMs: Date.now() - began });
        console.log(lineOf({ ...sale, epoch: found.epoch }, back.get(sale.id)));
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return judged(sales, back);
  } finally {
    emptied.disconnect();
    await client.end();
  }
}

function judged(sales, back) {
  const missing = sales.filter(({ id }) => !back.has(id)).map(({ slug }) => slug);
  const otherwise = sales
    .filter(({ id, state }) => back.has(id) && back.get(id).state !== state)
    .map(({ slug }) => slug);
  const conflicts = [...back.values()].reduce((sum, { report }) => sum + report.conflicts, 0);
  const slowest = Math.max(0, ...[...back.values()].map(({ tookMs }) => tookMs));
  if (missing.length > 0) console.log(`not back within ${WITHIN_MS / 1_000} s: ${missing.join(', ')}`);
  if (otherwise.length > 0) console.log(`in another state than before: ${otherwise.join(', ')}`);
  console.log(
    `${back.size} of ${sales.length} back, the last after ${(slowest / 1_000).toFixed(1)} s (goal ${GOAL_MS / 1_000} s)`,
  );
  return missing.length === 0 && otherwise.length === 0 && conflicts === 0;
}
