import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.mjs';

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 25;
const ATTEMPTS = 3; // a free port can be taken before the server binds it
const GRACE_SECONDS = 10;

const supervisor = fileURLToPath(new URL('../supervise.mjs', import.meta.url));

/**
 * Runs a program under supervise.mjs and waits until `ready()` returns true.
 * Detached, so that Ctrl-C in a terminal reaches only the starter, which stops its programs in order.
 * @returns `{ pid, ended, stop }`: the program's own process id, a promise of its exit code, and a function that stops
 * it and waits
 */
export async function runSupervised({
  name,
  command,
  ready,
  stopSignal = 'SIGTERM',
  graceSeconds = GRACE_SECONDS,
  ...options
}) {
  const { cwd, env, stdout = 'ignore', stderr = 'inherit' } = options;
  const child = spawn(process.execPath, [supervisor, stopSignal, String(graceSeconds), ...command], {
    stdio: ['pipe', stdout, stderr, 'pipe'],
    detached: true,
    cwd,
    env,
  });
  child.stdin.on('error', () => {}); // the supervisor may end first
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const told = new Promise((resolve) => child.stdio[3].once('data', (text) => resolve(Number(text))));
  const pid = await Promise.race([told, ended]);
  for (const until = Date.now() + READY_WITHIN_MS; child.exitCode === null; ) {
    if (await ready()) return { pid, ended, stop };
    if (Date.now() > until) {
      await stop();
      throw new Refusal(`${name} was not ready in ${READY_WITHIN_MS / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  throw new Refusal(`${name} exited during startup with code ${child.exitCode}.`);
}

/**
 * Like `runSupervised`, with a new description (and so a new port) for each of a few attempts.
 * @param {() => Promise<object>} describe the options of `runSupervised`, with the server's `url` and `port`
 * @returns {Promise<{ url: string, port: number, pid: number, ended: Promise<number>, stop: () => Promise<void> }>}
 */
export async function superviseServer(describe) {
  for (let attempt = 1; ; attempt += 1) {
    const description = await describe();
    try {
      return { url: description.url, port: description.port, ...(await runSupervised(description)) };
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}
