import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Provides a driver of load/ with a migrated Postgres and a Redis (private unless `given` names others) and removes
 * them afterwards. `work` receives the driver's environment and the stores. The log folder is kept on failure.
 */
export async function withLoadStores(step, given, work) {
  const { startServices } = await import('../services.mjs');
  const { deploy } = await import('../migrate.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-load-'));
  const services = await step('Starting Postgres and Redis', () => startServices(folder, given));
  try {
    await step('Migrating the database', () => deploy(services.databaseUrl));
    const env = {
      ...process.env,
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
      LOAD_FOLDER: folder,
    };
    return await work(env, { ...services, folder });
  } finally {
    await services.stop();
    if (process.exitCode === 0) fs.rmSync(folder, { recursive: true, force: true });
    else console.error(`Logs of the run: ${folder}`);
  }
}
