// usage: npm run bench [-- <arguments of load/bench/main.ts>]        Measures Ropeline against its baselines; see
// `--help`.
// Always uses a private Postgres and Redis, because it empties them.
import { drive } from './lib/driver.mjs';

await drive('dist/load/bench/main.js', {}, async (args) => {
  const { readBenchWishes } = await import('../dist/load/bench/arguments.js');
  const { selectable } = await import('../dist/load/bench/groups.js');
  readBenchWishes(args, selectable);
});
