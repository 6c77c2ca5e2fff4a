import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { waitForPrevious } from './previous.mjs';
import { requireRedis } from './redis-binary.mjs';
import { freePort } from './ports.mjs';
import { superviseServer } from './supervised.mjs';

/** Production requires a limit; far above what a demo or a test fills, so that nothing is refused for it. */
const MAX_MEMORY = '16gb';
const DATABASES = 64; // spec files of one worker share a server, with one database each

/**
 * Returns whether commands are answered; an open port is not enough, because Redis replies LOADING while it reads its
 * log.
 */
const answers = (port, password) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.setTimeout(1_000, () => socket.destroy());
    let text = '';
    socket.on('data', (data) => {
      text += data;
      if (text.split('\r\n').length > 2) socket.destroy();
    });
    socket.on('error', () => {}).on('close', () => resolve(text.includes('+PONG')));
  });

/** Returns the password generated on first start and stored in the data directory. */
function passwordOf(dir) {
  const file = path.join(dir, 'password');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 });
  return fs.readFileSync(file, 'utf8');
}

/** Writes settings to a private file, because a password in the arguments would be visible to every user. */
function writeSettings(dir, { port, password, appendonly, fsync }) {
  const file = path.join(dir, 'redis.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${password}`,
    `dir "${dir}"`,
    `pidfile "${path.join(dir, 'redis.pid')}"`,
    `logfile "${path.join(dir, 'redis.log')}"`,
    `appendonly ${appendonly ? 'yes' : 'no'}`,
    `appendfsync ${fsync}`,
    'save ""',
    'maxmemory-policy noeviction',
    `maxmemory ${MAX_MEMORY}`,
    'proc-title-template "{title} {config-file}"', // identifies the process to a later start
    `databases ${DATABASES}`,
  ];
  fs.writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}

/**
 * Starts a private Redis on loopback with its data in `dir`, on a free port unless one is given.
 * `pid` is the server's own, so that a fault test kills it and not its supervisor.
 * @param {string} dir
 * @param {{ appendonly?: boolean, fsync?: 'everysec' | 'always', port?: number | null, binary?: string }} [options]
 * @returns {Promise<{ url: string, port: number, pid: number, ended: Promise<number>, stop: () => Promise<void> }>}
 */
export async function startRedis(dir, options = {}) {
  const { appendonly = false, fsync = 'everysec', port: wanted = null, binary = requireRedis() } = options;
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  await waitForPrevious(path.join(dir, 'redis.pid'), path.join(dir, 'redis.conf'), 'Redis');
  const password = passwordOf(dir);
  return superviseServer(async () => {
    const port = wanted ?? (await freePort());
    return {
      name: `Redis (log: ${dir}/redis.log)`,
      url: `redis://:${password}@127.0.0.1:${port}`,
      port,
      command: [binary, writeSettings(dir, { port, password, appendonly, fsync })],
      ready: () => answers(port, password),
    };
  });
}
