import { startCluster, type Stores } from './cluster/cluster.js';
import { WishError } from './cli/arguments.js';
import { Redis } from 'ioredis';
import { type Fault, killNode, announced } from './drill/faults.js';
import { run } from './run.js';
import { readWishes, USAGE, type Wishes } from './wishes.js';

/** scripts/load.mjs starts the stores and passes their addresses. */
function storesOf(env: NodeJS.ProcessEnv): Stores {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LOAD_FOLDER: folder } = env;
  if (!databaseUrl || !redisUrl || !folder) throw new WishError('run it as: npm run load -- --fans 2000 --tickets 500');
  return { databaseUrl, redisUrl, folder };
}

const emptyRedis = async (url: string): Promise<void> => {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
};

const faultsOf = (wishes: Wishes, stores: Stores): Fault[] => [
  ...(wishes.killNode ? [killNode] : []),
  ...(wishes.flushRedis ? [announced('emptying Redis', () => emptyRedis(stores.redisUrl))] : []),
];

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const wishes = readWishes(args);
  const stores = storesOf(process.env);
  process.stderr.write(
    `${wishes.fans} fans, ${wishes.fans * wishes.ghosts} ghosts, ${wishes.tickets} tickets, ${wishes.nodes} node(s)\n`,
  );
  const cluster = await startCluster(wishes.nodes, stores);
  try {
    return (await run(wishes, cluster, faultsOf(wishes, stores))) ? 0 : 1;
  } finally {
    await cluster.stop();
  }
}

const code = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof WishError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return 1;
});
// open connections must not keep a finished run alive
process.exit(code);
