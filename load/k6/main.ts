import { spawn } from 'node:child_process';
import { startCluster, type Stores } from '../cluster/cluster.js';
import { Promoter } from '../bench/promoter.js';
import { findProgram } from '../bench/machine.js';
import { WishError } from '../cli/arguments.js';
import { Api } from '../fans/api.js';
import { K6_USAGE, type K6Wishes, readK6Wishes } from './arguments.js';

const MISSING =
  'k6 was not found on PATH or in K6_PATH. Get it with: GOBIN=$HOME/go/bin go install go.k6.io/k6@v1.8.1 (or https://k6.io)';

interface Node {
  url: string;
  adminKey: string;
  stop(): Promise<void>;
}

async function nodeFor({ url }: K6Wishes, env: NodeJS.ProcessEnv): Promise<Node> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LOAD_FOLDER: folder, ROPELINE_ADMIN_API_KEY: adminKey } = env;
  if (url !== null) {
    if (!adminKey) throw new WishError('--url needs the admin key of that node in ROPELINE_ADMIN_API_KEY');
    return { url, adminKey, stop: async () => undefined };
  }
  if (!databaseUrl || !redisUrl || !folder) throw new WishError('run it as: npm run k6 -- purchase');
  const stores: Stores = { databaseUrl, redisUrl, folder };
  const cluster = await startCluster(1, stores);
  return { url: cluster.urls[0] ?? '', adminKey: cluster.adminKey, stop: () => cluster.stop() };
}

async function run(wishes: K6Wishes, program: string): Promise<number> {
  const node = await nodeFor(wishes, process.env);
  const api = new Api([node.url]);
  try {
    const sale = await new Promoter(api, node.adminKey).published();
    const settings = {
      URL: node.url,
      SLUG: sale.slug,
      SALE_ID: sale.id,
      TICKET_TYPE: sale.ticketTypes[0]?.id ?? '',
      ADMIN_KEY: node.adminKey,
      SCALE: wishes.scale,
    };
    // in the environment, because arguments are visible to every user of the machine
    const options = ['--quiet', '--no-usage-report', '--include-system-env-vars'];
    const child = spawn(program, ['run', ...options, `load/k6/${wishes.scenario}.js`], {
      stdio: 'inherit',
      env: { ...process.env, ...settings },
    });
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    await api.close();
    await node.stop();
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(K6_USAGE);
    return 0;
  }
  const wishes = readK6Wishes(args);
  const program = process.env.K6_PATH || findProgram('k6');
  if (!program) throw new WishError(MISSING);
  return await run(wishes, program);
}

const code = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof WishError ? error.message : error);
  return 1;
});
process.exit(code);
