// usage: npm start        Starts Ropeline and everything it needs that the environment does not name (.env.example).
// Before the node modules are there only files that need none may be imported: services.mjs and migrate.mjs come later.
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { demoSettings, sidePorts, startTools } from './lib/demo.mjs';
import { ENDING, Parts, followNpm } from './lib/parts.mjs';
import { accepts, requirePort } from './lib/ports.mjs';
import { ownerOf } from './lib/previous.mjs';
import { explain, program } from './lib/program.mjs';
import { ensureRedis } from './lib/redis-binary.mjs';
import { Refusal } from './lib/refusal.mjs';
import { ROOT } from './lib/run.mjs';
import { readStartSettings } from './lib/start-settings.mjs';
import { runSupervised } from './lib/supervised.mjs';

const SERVER_GRACE_SECONDS = 30; // it drains: no request is cut

const ONE_PRESS_MS = 1_000; // one Ctrl-C arrives twice: from the terminal, and passed on by npm

const parts = new Parts();

let endingSince = 0;

/** Ends everything in order, then us: whatever is being started at this moment ends with our side of its pipe. */
function end(code) {
  if (endingSince === 0) {
    endingSince = Date.now();
    parts.stop().finally(() => process.exit(code));
  } else if (Date.now() - endingSince > ONE_PRESS_MS) process.exit(code); // asked twice: now
}

/** Makes the data directory ours: two starts on one of them would write the same files. */
function takeDataDir(dataDir) {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const pidFile = path.join(dataDir, 'start.pid');
  const other = ownerOf(pidFile, 'start.mjs');
  if (other) throw new Refusal(`Process ${other} already runs Ropeline on ${dataDir}: set another ROPELINE_DATA_DIR.`);
  fs.writeFileSync(pidFile, String(process.pid));
  parts.add(ENDING.last, { stop: () => fs.rmSync(pidFile, { force: true }) });
}

/** The whole environment of the server but for the addresses of private services. */
async function serverEnvironment(settings) {
  const ports = await sidePorts(process.env, settings.port);
  const common = {
    ...process.env,
    PORT: String(settings.port),
    ROPELINE_DATA_DIR: settings.dataDir,
    ROPELINE_METRICS_PORT: ports.ROPELINE_METRICS_PORT,
  };
  const env = settings.demo ? { ...common, ...demoSettings(process.env, { ...settings, ports }) } : common;
  return { env, ports };
}

/** A setting that the server would refuse is told before anything is started or migrated. */
async function checkSettings(env) {
  const { readSettings } = await import('../dist/src/platform/config/settings.js');
  try {
    readSettings({ DATABASE_URL: 'postgresql://private', REDIS_URL: 'redis://private', ...env });
  } catch (error) {
    throw new Refusal(`Ropeline cannot start: ${error.message}`);
  }
}

/** Postgres and Redis, the database migrated. Returns their addresses as the server's settings. */
async function startStores(settings) {
  const { startServices } = await import('./services.mjs');
  const services = await startServices(settings.dataDir, settings);
  parts.add(ENDING.services, services);
  await migrate(services.databaseUrl);
  return { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl };
}

async function migrate(url) {
  const { deployIfNeeded } = await import('./migrate.mjs');
  try {
    await deployIfNeeded(url);
  } catch (error) {
    throw new Refusal(`The database could not be migrated: ${error.message.replace(/\s+/g, ' ').slice(0, 400)}`);
  }
}

async function startDemoTools(env, ports) {
  parts.add(ENDING.tools, ...(await startTools(env, ports)));
}

const startServer = (env, { port, host }) =>
  runSupervised({
    name: 'The server',
    command: [process.execPath, path.join(ROOT, 'dist', 'src', 'main.js')],
    graceSeconds: SERVER_GRACE_SECONDS,
    env,
    stdout: 'inherit',
    ready: () => accepts(port, host === '0.0.0.0' ? '127.0.0.1' : host),
  });

async function main({ step }) {
  if (fs.existsSync(path.join(ROOT, '.env'))) process.loadEnvFile(path.join(ROOT, '.env'));
  const settings = readStartSettings();
  await requirePort(settings.port, settings.host);
  takeDataDir(settings.dataDir);
  await build(step);

  const { env, ports } = await serverEnvironment(settings);
  await checkSettings(env);
  if (!settings.redisUrl) await ensureRedis(step);
  const [stores] = await step(
    'Starting Postgres, Redis and what the demo needs',
    () => Promise.all([startStores(settings), settings.demo && startDemoTools(env, ports)]),
    { live: false },
  );
  const server = await step('Starting the server', () => startServer({ ...env, ...stores }, settings), { live: false });
  parts.add(ENDING.server, server);
  const code = await server.ended;
  if (!parts.stopping) end(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
followNpm(() => end(1));

await program(async (tools) => {
  await main(tools).catch((error) => {
    if (parts.stopping) return; // what was being started ended with the rest
    console.error(explain(error));
    end(1);
  });
});
