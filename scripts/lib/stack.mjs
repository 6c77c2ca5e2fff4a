// The server and the services around it: shared by `npm start` and `npm run dev`.
// Until node modules are installed, only files that need none may be imported; services.mjs and migrate.mjs are
// imported later.
import fs from 'node:fs';
import path from 'node:path';
import { demoSettings, sidePorts, startTools } from './demo.mjs';
import { ENDING, Parts } from './parts.mjs';
import { accepts } from './ports.mjs';
import { ownerOf } from './previous.mjs';
import { postgresBinaries } from './postgres-binary.mjs';
import { ensureRedis } from './redis-binary.mjs';
import { Refusal, systemReason } from './refusal.mjs';
import { ROOT } from './run.mjs';
import { runSupervised } from './supervised.mjs';

const SERVER_GRACE_SECONDS = 30; // it drains: no request is cut off
const ONE_PRESS_MS = 1_000; // one Ctrl-C arrives twice: from the terminal, and forwarded by npm

/** Everything run by one start, and its shutdown. */
export class Stack {
  #parts = new Parts();
  #endingSince = 0;

  /** @param settings of readStartSettings @param mark the script's file name, against which its pid file is checked */
  constructor(settings, mark) {
    this.settings = settings;
    this.mark = mark;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => this.end(0));
  }

  get ending() {
    return this.#parts.stopping;
  }

  add(turn, ...parts) {
    this.#parts.add(turn, ...parts);
  }

  /** Stops everything in order, then exits; parts still starting end when our side of their pipe closes. */
  end(code) {
    if (this.#endingSince === 0) {
      this.#endingSince = Date.now();
      this.#parts.stop().finally(() => process.exit(code));
    } else if (Date.now() - this.#endingSince > ONE_PRESS_MS) process.exit(code); // requested twice: exit at once
  }

  /** Claims the data directory: two starts sharing it would write the same files. */
  takeDataDir() {
    const { dataDir } = this.settings;
    const pidFile = path.join(dataDir, 'start.pid');
    requireWritable(dataDir);
    const other = ownerOf(pidFile, this.mark);
    if (other)
      throw new Refusal(`Process ${other} already runs Ropeline on ${dataDir}: set another ROPELINE_DATA_DIR.`);
    fs.writeFileSync(pidFile, String(process.pid));
    this.add(ENDING.last, { stop: () => fs.rmSync(pidFile, { force: true }) });
  }

  /** Finds the programs of a demo's own stores before the build, which takes a minute the first time. */
  async requirePrograms(step) {
    const { demo, databaseUrl, redisUrl } = this.settings;
    if (demo && !databaseUrl) await postgresBinaries();
    if (demo && !redisUrl) await ensureRedis(step);
  }

  /**
   * Starts the stores and, in demo mode, the tools; migrates the database.
   * @param serverPort where the server will listen, if different from the public port
   * @returns the complete environment of the server
   */
  async startBeneath(step, serverPort = this.settings.port) {
    const { settings } = this;
    const { env, ports } = await serverEnvironment(settings, serverPort);
    await checkSettings(env, settings.demo);
    const what = settings.demo ? 'Starting Postgres, Redis and what the demo needs' : 'Migrating the database';
    const [stores] = await step(
      what,
      () => Promise.all([this.#startStores(), settings.demo && this.#startTools(env, ports)]),
      { live: false },
    );
    return { ...env, ...stores };
  }

  /** Starts the built server. The caller adds it to the parts or replaces it while the stack runs. */
  async startServer(env) {
    const { host } = this.settings;
    return await runSupervised({
      name: 'The server',
      command: [process.execPath, '--enable-source-maps', path.join(ROOT, 'dist', 'src', 'main.js')],
      graceSeconds: SERVER_GRACE_SECONDS,
      env,
      stdout: 'inherit',
      ready: () => accepts(Number(env.PORT), host === '0.0.0.0' ? '127.0.0.1' : host),
    });
  }

  /** Starts Postgres and Redis and migrates the database. Returns their addresses as server settings. */
  async #startStores() {
    const { startServices } = await import('../services.mjs');
    const services = await startServices(this.settings.dataDir, this.settings);
    this.add(ENDING.services, services);
    await migrate(services.databaseUrl);
    return { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl };
  }

  async #startTools(env, ports) {
    this.add(ENDING.tools, ...(await startTools(env, ports)));
  }
}

/** Makes the data directory, or says in one line why nothing can be kept in it. */
function requireWritable(dataDir) {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    fs.accessSync(dataDir, fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    const why = systemReason(error) ?? error.message;
    throw new Refusal(`Nothing can be written to ${dataDir} (${why}): set another ROPELINE_DATA_DIR.`);
  }
}

/** Returns the server's complete environment, except for the addresses of private services. */
async function serverEnvironment(settings, port) {
  const ports = await sidePorts(process.env, port);
  const common = {
    ...process.env,
    PORT: String(port),
    ROPELINE_DATA_DIR: settings.dataDir,
    ROPELINE_METRICS_PORT: ports.ROPELINE_METRICS_PORT,
  };
  const env = settings.demo ? { ...common, ...demoSettings(process.env, { ...settings, port, ports }) } : common;
  return { env, ports };
}

/** Reports settings that the server would refuse before anything is started or migrated. */
async function checkSettings(env, demo) {
  const { readSettings } = await import('../../dist/src/platform/config/settings.js');
  const own = demo ? { DATABASE_URL: 'postgresql://private', REDIS_URL: 'redis://private' } : {};
  try {
    readSettings({ ...own, ...env });
  } catch (error) {
    throw new Refusal(`Ropeline cannot start: ${error.message}`);
  }
}

async function migrate(url) {
  const { deployIfNeeded } = await import('../migrate.mjs');
  try {
    await deployIfNeeded(url);
  } catch (error) {
    throw new Refusal(`The database could not be migrated: ${error.message.replace(/\s+/g, ' ').slice(0, 400)}`);
  }
}
