import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { postgresBinaries, unprivileged } from './postgres-binary.mjs';
import { waitForPrevious } from './previous.mjs';
import { freePort } from './ports.mjs';
import { superviseServer } from './supervised.mjs';

// for tests only: a machine crash would lose data
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

const environment = () => ({ LC_ALL: 'C', PATH: process.env.PATH });

const settings = (port, durable) =>
  [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...(durable ? [] : NOT_DURABLE),
  ].flatMap((setting) => ['-c', setting]);

/**
 * Returns whether a session can be opened; an open port is not enough, because Postgres answers 57P03 during recovery.
 */
async function accepts(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Creates an empty cluster with a random password stored beside it, if missing. Returns the password. */
function cluster(dir, initdb, { owner, prefix }, durable) {
  const secretFile = `${dir}.password`;
  // the unprivileged user must be able to traverse it
  fs.mkdirSync(path.dirname(dir), { recursive: true, mode: 0o755 });
  if (fs.existsSync(path.join(dir, 'PG_VERSION'))) {
    // the data may have been copied by root
    if (owner && fs.statSync(dir).uid !== owner[0]) execFileSync('chown', ['-R', owner.join(':'), dir]);
    return fs.readFileSync(secretFile, 'utf8');
  }
  fs.rmSync(dir, { recursive: true, force: true }); // left by an interrupted initdb
  fs.mkdirSync(dir, { mode: 0o700 });
  fs.writeFileSync(secretFile, randomBytes(16).toString('hex'), { mode: 0o600 });
  if (owner) for (const file of [dir, secretFile]) fs.chownSync(file, ...owner);
  const access = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secretFile}`];
  const form = ['-E', 'UTF8', '--locale=C', ...(durable ? [] : ['--no-sync'])];
  const [command, ...args] = [...prefix, initdb, '-D', dir, ...access, ...form];
  execFileSync(command, args, {
    cwd: path.dirname(dir),
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environment(),
    timeout: 120_000,
  });
  return fs.readFileSync(secretFile, 'utf8');
}

/**
 * Starts a private Postgres on loopback with its data in `dir`, on a free port unless one is given.
 * `pid` is the server's own, so that a fault test kills it and not its supervisor.
 * @param {string} dir
 * @param {{ durable?: boolean, port?: number | null }} [options]
 * @returns {Promise<{ url: string, port: number, pid: number, ended: Promise<number>, stop: () => Promise<void> }>}
 */
export async function startPostgres(dir, { durable = true, port: wanted = null } = {}) {
  const binaries = await postgresBinaries();
  const user = unprivileged(dir);
  const password = cluster(dir, binaries.initdb, user, durable);
  await waitForPrevious(path.join(dir, 'postmaster.pid'), dir, 'Postgres');
  const log = fs.openSync(`${dir}.log`, 'a', 0o600);
  const shared = {
    name: `Postgres (log: ${dir}.log)`,
    stopSignal: durable ? 'SIGINT' : 'SIGQUIT',
    cwd: path.dirname(dir),
    env: environment(),
    stderr: log,
  };
  try {
    return await superviseServer(async () => {
      const port = wanted ?? (await freePort());
      const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
      const command = [...user.prefix, binaries.postgres, '-D', dir, ...settings(port, durable)];
      return { ...shared, url, port, command, ready: () => accepts(url) };
    });
  } finally {
    fs.closeSync(log);
  }
}
