// usage: npm run k6 -- <scenario> [--url http://…] [--scale 1]        Runs a k6 scenario of load/k6; see `--help`.
// Starts a node with a private Postgres and Redis, unless --url names a running one.
import { buildServer } from './build.mjs';
import { withLoadStores } from './lib/load-stores.mjs';
import { program } from './lib/program.mjs';
import { ensureRedis } from './lib/redis-binary.mjs';
import { inherit } from './lib/run.mjs';

const args = process.argv.slice(2);
const command = [process.execPath, 'dist/load/k6/main.js', ...args];
const needsNoStores = args.some((arg) => arg === '--help' || arg.startsWith('--url'));

// Ctrl-C also reaches the driver, which must end before its services
process.on('SIGINT', () => {});

await program(async ({ step }) => {
  await buildServer(step);
  if (needsNoStores) {
    process.exitCode = await inherit(command);
    return;
  }
  await ensureRedis(step);
  await withLoadStores(step, {}, async (env) => {
    process.exitCode = await inherit(command, { env });
  });
});
