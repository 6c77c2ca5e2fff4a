import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseOrRefuse, WishError, wholeNumber } from '../cli/arguments.js';
import { startCluster } from '../cluster/cluster.js';
import { Api } from '../fans/api.js';
import { say } from '../terminal.js';
import { night } from './night.js';
import { type Shape, shapes } from './shapes.js';

const USAGE = `usage: npm run record-told -- --out FOLDER [--only steady,paused] [--limit-seconds 300]

Runs real sales of different shapes on one node, and writes what their fans were told and what came of it: ${shapes.map(({ key }) => key).join(', ')}.
The sales run side by side, except those whose payments fail: they follow, because a node has one provider.`;

async function record(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseOrRefuse(() =>
    parseArgs({ args: [...args], options: { out: text, only: text, 'limit-seconds': text } }),
  );
  const { out, only } = values;
  if (out === undefined) throw new WishError(USAGE);
  const limitSeconds = wholeNumber('limit-seconds', values['limit-seconds'], 300, [30, 3_600]);
  const wanted = shapes.filter(({ key }) => only === undefined || only.split(',').includes(key));
  if (wanted.length === 0) throw new WishError(USAGE);
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LOAD_FOLDER: folder } = process.env;
  if (!databaseUrl || !redisUrl || !folder) throw new WishError('run it as: npm run record-told');
  const cluster = await startCluster(1, { databaseUrl, redisUrl, folder });
  const api = new Api(cluster.urls);
  mkdirSync(out, { recursive: true });
  const play = async (shape: Shape): Promise<void> => {
    const recording = await night(api, cluster, shape, limitSeconds);
    const file = path.join(out, `${shape.key}.json`);
    const fields = Object.entries(recording).map(
      ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    );
    writeFileSync(file, `{\n${fields.join(',\n')}\n}\n`);
    say(`  ${file}`);
  };
  try {
    await Promise.all(wanted.filter((shape) => !shape.paymentsDown).map(play));
    for (const shape of wanted.filter((each) => each.paymentsDown)) await play(shape);
  } finally {
    await cluster.stop();
  }
}

const args = process.argv.slice(2);
const done = args.includes('--help') ? Promise.resolve(void process.stdout.write(`${USAGE}\n`)) : record(args);
const code = await done.then(
  () => 0,
  (error: unknown) => {
    process.stderr.write(`${error instanceof WishError ? error.message : String(error)}\n`);
    return 1;
  },
);
// open connections must not keep a finished run alive
process.exit(code);
