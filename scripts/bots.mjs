// usage: npm run bots [-- <arguments of load/bots/main.ts>]        Sets a bot beside honest fans; see `npm run bots -- --help`.
// Provides a private Postgres and Redis, unless DATABASE_URL and REDIS_URL name others.
import { buildServer } from './build.mjs';
import { withLoadStores } from './lib/load-stores.mjs';
import { program } from './lib/program.mjs';
import { ensureRedis } from './lib/redis-binary.mjs';
import { inherit } from './lib/run.mjs';

const given = { databaseUrl: process.env.DATABASE_URL || null, redisUrl: process.env.REDIS_URL || null };
const args = process.argv.slice(2);
const command = [process.execPath, 'dist/load/bots/main.js', ...args];

// Ctrl-C also reaches the driver, which must end before its services
process.on('SIGINT', () => {});

await program(async ({ step }) => {
  await buildServer(step);
  if (args.includes('--help')) {
    process.exitCode = await inherit(command);
    return;
  }
  if (!given.redisUrl) await ensureRedis(step);
  await withLoadStores(step, given, async (env) => {
    process.exitCode = await inherit(command, { env });
  });
});
