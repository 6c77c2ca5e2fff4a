// usage: npm run simulate [-- --seeds 1000 --first 1]        Orders, payments and refunds under faults and crashes, drawn by seed.
// A seed that fails is printed with everything it did; `--first <seed> --seeds 1` runs it again.
import { parseArgs } from 'node:util';
import { inherit } from './lib/run.mjs';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, first: { type: 'string', default: '1' } },
});
const env = { ...process.env, SIMULATION_SEEDS: values.seeds, SIMULATION_FIRST: values.first };
process.exitCode = await inherit([process.execPath, 'scripts/test.mjs', 'test/simulation'], { env });
