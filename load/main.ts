import { startCluster, type Stores } from './cluster/cluster.js';
import { WishError } from './cli/arguments.js';
import { run } from './run.js';
import { readWishes, USAGE } from './wishes.js';

/** scripts/load.mjs starts the stores and says where they are. */
function storesOf(env: NodeJS.ProcessEnv): Stores {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LOAD_FOLDER: folder } = env;
  if (!databaseUrl || !redisUrl || !folder) throw new WishError('run it as: npm run load -- --fans 2000 --tickets 500');
  return { databaseUrl, redisUrl, folder };
}

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
    return (await run(wishes, cluster, stores)) ? 0 : 1;
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
// connections that are still open must not keep a finished run alive
process.exit(code);
