import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from './machine.js';
import type { RecordedHold } from './recorded-hold.js';

const run = promisify(execFile);
const CLIENTS = 50;
/** rps, then average, minimum, p50, p95, p99 and maximum latency. */
const FIGURES = 7;
/** Large enough that random ids practically never collide. */
const KEY_SPACE = 1_000_000_000_000;

export const hasRedisBenchmark = (): boolean => findProgram('redis-benchmark') !== null;

/** Returns calls per second of the recorded script, driven by Redis' own load tool. */
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
  // the first column is the command, which may contain commas; rps is the first of the seven figures after it
  const perSecond = stdout.trim().split('\n').at(-1)?.split('","').at(-FIGURES);
  if (perSecond === undefined) throw new Error(`unexpected output of redis-benchmark: ${stdout.slice(-300)}`);
  return Number(perSecond);
}
