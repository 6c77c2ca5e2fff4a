import { writeFileSync } from 'node:fs';
import { WishError } from '../cli/arguments.js';
import { type BenchWishes, benchUsage, readBenchWishes } from './arguments.js';
import type { Size } from './group.js';
import { groups, selectable } from './groups.js';
import { describeMachine } from './machine.js';
import { missingRow, type Row } from './row.js';
import { benchTable, markdownTable } from './table.js';

const FULL_SECONDS = 2;
const QUICK_SECONDS = 0.5;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** scripts/bench.mjs starts the stores and passes their addresses. */
function storesOf(env: NodeJS.ProcessEnv) {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LOAD_FOLDER: folder } = env;
  if (!databaseUrl || !redisUrl || !folder) throw new WishError('run it as: npm run bench');
  return { databaseUrl, redisUrl, folder };
}

/** @param keep is called after each group, so that an interrupted run has the figures of those before */
async function measureAll(wishes: BenchWishes, keep: (rows: Row[]) => void): Promise<Row[]> {
  const stores = storesOf(process.env);
  const size: Size = { runs: wishes.runs, seconds: wishes.quick ? QUICK_SECONDS : FULL_SECONDS, quick: wishes.quick };
  const wanted = groups.filter(
    ({ name, rows }) =>
      wishes.only.length === 0 || wishes.only.includes(name) || rows.some((row) => wishes.only.includes(row)),
  );
  const found: Row[] = [];
  for (const [index, group] of wanted.entries()) {
    const startedAt = Date.now();
    say(`[${index + 1}/${wanted.length}] ${group.name} (${group.rows.join(', ')})`);
    try {
      found.push(...(await group.measure(stores, size, (line) => say(`    ${line}`))));
    } catch (error) {
      // continue with the other groups; failed rows have no figures
      const note = `failed: ${error instanceof Error ? error.message : String(error)}`;
      found.push(...group.rows.map((id) => missingRow({ id, what: group.name, note })));
      process.exitCode = 1;
      say(`    ${error instanceof Error ? (error.stack ?? note) : note}`);
    }
    keep(found);
    say(`    took ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
  }
  return found;
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return void console.log(benchUsage(groups.map(({ name }) => name)));
  const wishes = readBenchWishes(args, selectable);
  const machine = describeMachine();
  const { processor, cores, memoryGb, system, node, commit, at } = machine;
  const keep = (rows: Row[]): void =>
    writeFileSync(
      wishes.json,
      `${JSON.stringify({ machine, runs: wishes.runs, quick: wishes.quick, rows, markdown: markdownTable(rows) }, null, 2)}\n`,
    );
  const rows = await measureAll(wishes, keep);
  console.log(`\n${benchTable(rows)}`);
  console.log(`\n${at}, commit ${commit}, ${cores} × ${processor}, ${memoryGb} GB, ${system}, Node ${node}`);
  console.log(
    `Medians of ${wishes.runs} run(s), load client on the same processors${wishes.quick ? '; a quick run measures little' : ''}. Raw figures: ${wishes.json}`,
  );
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof WishError ? `${error.message}\n` : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exitCode = 1;
});
// open connections must not keep a finished bench alive
process.exit();
