import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { aptInstall, mayApt } from './apt.mjs';
import { Refusal } from './refusal.mjs';

const OLDEST_MAJOR = 7;
const NAMES = ['redis-server', 'valkey-server'];

const majorOf = (name) => {
  try {
    const line = execFileSync(name, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    return Number(/v=(\d+)/.exec(line)?.[1] ?? 0);
  } catch {
    return null;
  }
};

/** Returns the name of a sufficiently recent Redis (or Valkey) server on PATH, or null. */
export const findRedis = () => NAMES.find((name) => (majorOf(name) ?? 0) >= OLDEST_MAJOR) ?? null;

/** Returns Valkey's server, or refuses if it is not on PATH. */
export function requireValkey() {
  if ((majorOf('valkey-server') ?? 0) >= OLDEST_MAJOR) return 'valkey-server';
  throw new Refusal(
    `No valkey-server (${OLDEST_MAJOR} or newer) on PATH. Debian 13, Ubuntu 24.04 and newer: sudo apt-get install valkey-server; ` +
      'macOS: brew install valkey',
  );
}

/** Like `findRedis`, but refuses with one line on how to install it. */
export function requireRedis() {
  const found = findRedis();
  if (found) return found;
  throw new Refusal(
    `No redis-server or valkey-server (${OLDEST_MAJOR} or newer) on PATH. Debian/Ubuntu: sudo apt-get install redis-server; ` +
      'macOS: brew install redis; without root: `make` in its source, and its src/ on PATH. ' +
      'npm start also takes a Redis that is running: set REDIS_URL, such as redis://127.0.0.1:6379',
  );
}

/** Finds a Redis server, installing Debian's when run as root there. */
export async function ensureRedis(step) {
  if (findRedis() || !mayApt()) return requireRedis();
  await step('Installing redis-server (apt-get)', () => aptInstall('redis-server'));
  disableService();
  return requireRedis();
}

/** Disables the system service, which Debian would otherwise start on every boot. */
function disableService() {
  if (!fs.existsSync('/usr/bin/systemctl')) return;
  try {
    execFileSync('systemctl', ['disable', 'redis-server'], { stdio: 'ignore', timeout: 30_000 });
  } catch {
    // no systemd, so nothing would start it
  }
}
