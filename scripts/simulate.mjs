// usage: npm run simulate [-- --seeds 1000 --first 1]
// Seeded simulation of orders, payments and refunds under faults and crashes.
// A failing seed is printed with its full trace; `--first <seed> --seeds 1` reproduces it.
import { parseArgs } from 'node:util';
import { inherit } from './lib/run.mjs';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, first: { type: 'string', default: '1' } },
});
const env = { ...process.env, SIMULATION_SEEDS: values.seeds, SIMULATION_FIRST: values.first };
process.exitCode = await inherit([process.execPath, 'scripts/test.mjs', 'test/simulation'], { env });
