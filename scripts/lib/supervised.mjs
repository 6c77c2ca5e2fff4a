import { spawn } from 'node:child_process';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 25;
const ATTEMPTS = 3; // a free port can be taken by somebody else before the server binds it

const supervisor = fileURLToPath(new URL('../supervise.mjs', import.meta.url));

/** A loopback port that was free a moment ago. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/**
 * Runs a server under supervise.mjs and waits until `ready()` answers true.
 * Detached, so that Ctrl-C in a terminal reaches the application first, which stops its services last.
 * @returns `{ pid, stop }`: the server's own process id, and a function that ends it and waits.
 */
async function superviseOnce({ name, command, stopSignal, ready, cwd, env, log }) {
  const child = spawn(process.execPath, [supervisor, stopSignal, ...command], {
    stdio: ['pipe', 'pipe', log],
    detached: true,
    cwd,
    env,
  });
  child.stdin.on('error', () => {}); // the supervisor may end first
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const pid = await Promise.race([
    new Promise((resolve) => child.stdout.once('data', (text) => resolve(Number(text)))),
    ended,
  ]);
  for (const until = Date.now() + READY_WITHIN_MS; child.exitCode === null; ) {
    if (await ready()) return { pid, stop };
    if (Date.now() > until) {
      await stop();
      throw new Error(`${name} was not ready in ${READY_WITHIN_MS / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  throw new Error(`${name} ended at its start with code ${child.exitCode}`);
}

/**
 * As `superviseOnce`, with a new description (and so a new port) for each of a few attempts.
 * @param {() => Promise<object>} describe what `superviseOnce` takes, with the server's `url` and `port`
 * @returns {Promise<{ url: string, port: number, pid: number, stop: () => Promise<void> }>}
 */
export async function supervise(describe) {
  for (let attempt = 1; ; attempt += 1) {
    const description = await describe();
    try {
      const { pid, stop } = await superviseOnce(description);
      return { url: description.url, port: description.port, pid, stop };
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}
