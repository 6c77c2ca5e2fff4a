// usage: npm run load [-- <arguments of load/main.ts>]        Sells a sale out; see `npm run load -- --help`.
// Gives the driver a Postgres and a Redis of its own, unless DATABASE_URL and REDIS_URL name others.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildServer } from './build.mjs';
import { program } from './lib/program.mjs';
import { ensureRedis } from './lib/redis-binary.mjs';
import { inherit } from './lib/run.mjs';

const given = { databaseUrl: process.env.DATABASE_URL || null, redisUrl: process.env.REDIS_URL || null };

async function withServices(step, work) {
  const { startServices } = await import('./services.mjs');
  const { deploy } = await import('./migrate.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-load-'));
  const services = await step('Starting Postgres and Redis', () => startServices(folder, given));
  try {
    await step('Migrating the database', () => deploy(services.databaseUrl));
    return await work({
      ...process.env,
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
      LOAD_FOLDER: folder,
    });
  } finally {
    await services.stop();
    // the nodes' logs stay when something went wrong
    if (process.exitCode === 0) fs.rmSync(folder, { recursive: true, force: true });
    else console.error(`Logs of the run: ${folder}`);
  }
}

// Ctrl-C reaches the driver too: it ends first, then its services
process.on('SIGINT', () => {});

await program(async ({ step }) => {
  if (!given.redisUrl) await ensureRedis(step);
  await buildServer(step);
  const command = [process.execPath, 'dist/load/main.js', ...process.argv.slice(2)];
  await withServices(step, async (env) => {
    process.exitCode = await inherit(command, { env });
  });
});
