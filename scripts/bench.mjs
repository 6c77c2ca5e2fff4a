// usage: npm run bench [-- <arguments of load/bench/main.ts>]        Measures Ropeline beside its baselines; see `--help`.
// Always over a Postgres and a Redis of its own: it empties them.
import { buildServer } from './build.mjs';
import { withLoadStores } from './lib/load-stores.mjs';
import { program } from './lib/program.mjs';
import { ensureRedis } from './lib/redis-binary.mjs';
import { inherit } from './lib/run.mjs';

const args = process.argv.slice(2);
const command = [process.execPath, 'dist/load/bench/main.js', ...args];

// Ctrl-C reaches the driver too: it ends first, then its services
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
