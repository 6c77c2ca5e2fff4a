import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from './machine.js';
import type { RecordedHold } from './recorded-hold.js';

const run = promisify(execFile);
const CLIENTS = 50;
/** rps, then average, least, 50 %, 95 %, 99 % and greatest latency. */
const FIGURES = 7;
/** Wide enough that two random ids practically never meet. */
const KEY_SPACE = 1_000_000_000_000;

export const hasRedisBenchmark = (): boolean => findProgram('redis-benchmark') !== null;

/** Calls a second of the recorded script, as fast as Redis' own load tool gets it. */
export async function redisBenchmark(
  redisUrl: string,
  { command, args, seed }: RecordedHold,
  count: number,
): Promise<number> {
  const { hostname, port, password, pathname } = new URL(redisUrl);
  const own = args.map((arg) => arg.replaceAll(seed, 'rb__rand_int__'));
  const { stdout } = await run('redis-benchmark', [
    ...['-h', hostname, '-p', port, '-a', password, '--dbnum', pathname.slice(1) || '0'],
    ...['-c', String(CLIENTS), '-n', String(count), '-r', String(KEY_SPACE), '--csv', command, ...own],
  ]);
  // the first column is the command itself, which may hold commas; rps is the first of the seven figures after it
  const perSecond = stdout.trim().split('\n').at(-1)?.split('","').at(-FIGURES);
  if (perSecond === undefined) throw new Error(`redis-benchmark said: ${stdout.slice(-300)}`);
  return Number(perSecond);
}
