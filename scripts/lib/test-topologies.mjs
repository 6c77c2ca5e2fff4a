// The forms of Redis that the tests can run on: `npm test -- --topology cluster`.
import { startRedis } from './redis.mjs';
import { requireValkey } from './redis-binary.mjs';
import { startCluster, startSentinel } from './redis-topologies.mjs';
import { Refusal } from './refusal.mjs';

/** Starts each form in a folder; resolves with `{ url, stop }`. */
const STARTS = {
  single: (folder) => startRedis(folder),
  'aof-everysec': (folder) => startRedis(folder, { appendonly: true }),
  'aof-always': (folder) => startRedis(folder, { appendonly: true, fsync: 'always' }),
  valkey: (folder) => startRedis(folder, { binary: requireValkey() }),
  sentinel: startSentinel,
  cluster: (folder) => startCluster(folder),
};

/** What the line and the stock promise, which must not depend on the form of Redis. */
const GUARANTEES = [
  'test/integration/inventory',
  'test/integration/queue/line.spec.ts',
  'test/integration/queue/place-life.spec.ts',
  'test/integration/queue/passes.spec.ts',
];

export const startTopology = (name = 'single', folder = '') => STARTS[name](folder);

/** Takes `--topology name` from the arguments and hands it to the tests; without paths, adds those of the guarantees. */
export function takeTopology(args) {
  const at = args.indexOf('--topology');
  if (at === -1) return args;
  const name = args[at + 1] ?? '';
  if (!Object.hasOwn(STARTS, name)) throw new Refusal(`--topology is one of ${Object.keys(STARTS).join(', ')}`);
  process.env.TEST_TOPOLOGY = name;
  const others = args.toSpliced(at, 2);
  return others.some((arg) => !arg.startsWith('-')) ? others : [...GUARANTEES, ...others];
}
