// usage: npm run drill -- <name>, see `npm run drill -- --help`
// Injects a fault while a sale sells out, on private stores and processes, and reports losses and recovery times.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { putBack, takeBackup } from './lib/base-backup.mjs';
import { DRILL_USAGE, DRILLS } from './lib/drill-usage.mjs';
import { drillImage } from './lib/image.mjs';
import { drillDemo } from './lib/demo-drill.mjs';
import { readStartSettings } from './lib/start-settings.mjs';
import { withLoadStores } from './lib/load-stores.mjs';
import { ensureNginx, plainProxy, startNginx } from './lib/nginx.mjs';
import { startStandby } from './lib/postgres-standby.mjs';
import { program } from './lib/program.mjs';
import { startSentinel } from './lib/redis-topologies.mjs';
import { Refusal } from './lib/refusal.mjs';
import { ROOT } from './lib/run.mjs';

const [name = '', ...more] = process.argv.slice(2);
/** Simulates the next version's migration; dropped with the database. */
const NEXT_MIGRATION =
  'ALTER TABLE "orders" ADD COLUMN "drill_note" TEXT NOT NULL DEFAULT \'\';\nCREATE TABLE "drill_next" ("id" TEXT PRIMARY KEY);\n';

/** Returns a drill's operations on the services beneath the nodes. */
function handsOn({ folder, databaseUrl, postgres }, redis, standby, parts, leaderOf) {
  const data = path.join(folder, 'postgres');
  const copy = path.join(folder, 'backup');
  return {
    killPostgres: () => postgres.kill(),
    failOverPostgres: () => standby.failOver(),
    leaderOf,
    killRedisMaster: () => process.kill(redis.master.pid, 'SIGKILL'),
    backup: () => takeBackup(databaseUrl, data, copy),
    restore: () => postgres.whileStopped(() => putBack(copy, data)),
    migrateFurther: () => migrateFurther(databaseUrl, path.join(folder, 'next')),
    async proxy(nodes) {
      const nginx = await startNginx(folder, plainProxy(nodes));
      parts.push(nginx);
      return nginx.url;
    },
  };
}

async function migrateFurther(url, root) {
  const { deploy } = await import('./migrate.mjs');
  fs.cpSync(path.join(ROOT, 'prisma'), root, { recursive: true });
  const migration = path.join(root, 'migrations', '29990101000000_next');
  fs.mkdirSync(migration);
  fs.writeFileSync(path.join(migration, 'migration.sql'), NEXT_MIGRATION);
  return deploy(url, { root });
}

async function image(step) {
  const run = (work) =>
    withLoadStores(step, {}, async (stores) => {
      await work(stores);
      process.exitCode = 0;
    });
  await drillImage(step, run);
}

/** Wrong arguments are refused before a store is started for them. */
function readOrRefuse(read) {
  try {
    return read();
  } catch (error) {
    throw new Refusal(error.message);
  }
}

async function underLoad(step, wishes) {
  const { drill } = await import('../dist/load/drill/drill.js');
  const { leaderOf } = await import('../dist/src/sales/conductor/leader.rules.js');
  if (name === 'rolling') await ensureNginx(step);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-drill-'));
  const redis = name === 'redis-failover' ? await startSentinel(folder) : null;
  const parts = [];
  try {
    await withLoadStores(step, redis ? { redisUrl: redis.url } : {}, async (_env, stores) => {
      const { databaseUrl, postgres } = stores;
      const start = () => startStandby(stores.folder, databaseUrl, () => postgres.kill());
      const standby = name === 'postgres-failover' ? await step('Starting a standby of Postgres', start) : null;
      if (standby) parts.push(standby);
      const reached = { ...stores, databaseUrl: standby?.url ?? databaseUrl };
      const fine = await drill(name, reached, handsOn(stores, redis, standby, parts, leaderOf), wishes);
      process.exitCode = fine ? 0 : 1;
      for (const part of parts) await part.stop();
    });
  } finally {
    await redis?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// nodes are ended by this process's exit handler, so signals must lead to a regular exit
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

await program(async ({ step }) => {
  // before anything is built
  if (process.argv.includes('--help')) return void console.log(DRILL_USAGE);
  if (!Object.hasOwn(DRILLS, name)) throw new Refusal(DRILL_USAGE);
  if (name === 'image') return image(step);
  if (more.includes('--demo')) {
    if (name !== 'redis-lost' || more.length > 1) throw new Refusal('npm run drill -- redis-lost --demo');
    process.exitCode = (await drillDemo(readStartSettings())) ? 0 : 1;
    return;
  }
  // pages too: they are asked for while the fault lasts
  await build(step);
  const { readDrillWishes } = await import('../dist/load/drill/drill.js');
  const wishes = readOrRefuse(() => readDrillWishes(name, more));
  await underLoad(step, wishes);
});
process.exit(process.exitCode ?? 0); // open connections must not keep a finished drill alive
