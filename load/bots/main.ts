import { WishError } from '../cli/arguments.js';
import { startCluster } from '../cluster/cluster.js';
import { Api } from '../fans/api.js';
import { type BotWishes, readBotWishes, USAGE } from './arguments.js';
import { type Mode, night } from './night.js';
import { type NightResult, shareOf } from './share.rules.js';

const modes: readonly Mode[] = ['off', 'auto', 'on'];

async function play(wishes: BotWishes): Promise<boolean> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LOAD_FOLDER: folder } = process.env;
  if (!databaseUrl || !redisUrl || !folder) throw new WishError('run it as: npm run bots');
  const env = { ROPELINE_TRUSTED_PROXIES: '127.0.0.1' };
  const cluster = await startCluster(1, { databaseUrl, redisUrl, folder }, { env });
  try {
    const api = new Api(cluster.urls);
    let isFair = true;
    process.stdout.write(
      '| `challenge` | places of the bot | honest fans | its calls of the first 50 | its share ± 3σ |\n|---|---|---|---|---|\n',
    );
    for (const mode of modes) {
      const nights: NightResult[] = [];
      for (let n = 0; n < wishes.nights; n += 1) nights.push(await night(api, cluster.adminKey, mode, wishes));
      const share = shareOf(nights);
      isFair &&= share.isFair;
      const figures = [share.places.toFixed(0), String(wishes.fans), share.calls.toFixed(1)];
      const told = `${share.expected.toFixed(1)} ± ${share.within.toFixed(1)}`;
      process.stdout.write(`| \`${mode}\` | ${figures.join(' | ')} | ${told} |\n`);
    }
    return isFair;
  } finally {
    await cluster.stop();
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  return (await play(readBotWishes(args))) ? 0 : 1;
}

const code = await main(process.argv.slice(2)).catch((error: unknown) => {
  const isWish = error instanceof WishError || !(error instanceof Error);
  process.stderr.write(`${isWish ? String(error) : (error.stack ?? error.message)}\n`);
  return 1;
});
// open connections must not keep a finished run alive
process.exit(code);
