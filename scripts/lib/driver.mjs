import { buildServer } from '../build.mjs';
import { withLoadStores } from './load-stores.mjs';
import { program } from './program.mjs';
import { ensureRedis } from './redis-binary.mjs';
import { Refusal } from './refusal.mjs';
import { inherit } from './run.mjs';
import { usageIn } from './usage.mjs';

/** Stores that the environment names; null for each that is to be private. */
export const givenStores = () => ({
  databaseUrl: process.env.DATABASE_URL || null,
  redisUrl: process.env.REDIS_URL || null,
});

/**
 * Builds, provides the stores that `given` lacks, and runs a program of load/ with the arguments of this one.
 * @param read throws on arguments that the program would refuse, so that no store is started for them
 * @param usage source file that has the program's usage; null: the program puts it together
 */
export async function drive(file, given, read, usage = null) {
  const args = process.argv.slice(2);
  const command = [process.execPath, file, ...args];
  // Ctrl-C also reaches the driver, which must end before its services
  process.on('SIGINT', () => {});
  await program(async ({ step }) => {
    if (usage !== null && args.includes('--help')) return void console.log(usageIn(usage));
    await buildServer(step);
    if (args.includes('--help')) {
      process.exitCode = await inherit(command);
      return;
    }
    await read(args).catch((error) => {
      throw new Refusal(error.message);
    });
    if (!given.redisUrl) await ensureRedis(step);
    await withLoadStores(step, given, async (env) => {
      process.exitCode = await inherit(command, { env });
    });
  });
}
