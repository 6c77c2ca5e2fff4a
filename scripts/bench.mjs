// usage: npm run bench [-- <arguments of load/bench/main.ts>]        Measures Ropeline against its baselines; see
// `--help`.
// Always uses a private Postgres and Redis, because it empties them.
import { buildServer } from './build.mjs';
import { withLoadStores } from './lib/load-stores.mjs';
import { program } from './lib/program.mjs';
import { ensureRedis } from './lib/redis-binary.mjs';
import { inherit } from './lib/run.mjs';

const args = process.argv.slice(2);
const command = [process.execPath, 'dist/load/bench/main.js', ...args];

// Ctrl-C also reaches the driver, which must end before its services
process.on('SIGINT', () => {});

await program(async ({ step }) => {
  await buildServer(step);
  if (args.includes('--help')) {
    process.exitCode = await inherit(command);
    return;
  }
  await ensureRedis(step);
  await withLoadStores(step, {}, async (env) => {
    process.exitCode = await inherit(command, { env });
  });
});
