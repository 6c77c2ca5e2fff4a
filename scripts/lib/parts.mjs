import fs from 'node:fs';
import { commandLine } from './previous.mjs';

const LOOK_EVERY_MS = 1_000;

/** Shutdown order of parts: dependents first. */
export const ENDING = { server: 0, tools: 1, services: 2, last: 3 };

/** Running parts of one start. */
export class Parts {
  #running = [];
  #stopping = null;

  /** @param turn one of ENDING */
  add(turn, ...parts) {
    this.#running.push(...parts.map((part) => ({ turn, part })));
  }

  /** Stops everything once; later calls await the first. Parts of one turn stop concurrently. */
  stop() {
    if (this.#stopping === null) this.#stopping = this.#stopInOrder();
    return this.#stopping;
  }

  get stopping() {
    return this.#stopping !== null;
  }

  async #stopInOrder() {
    for (const turn of Object.values(ENDING))
      await Promise.all(this.#running.filter((entry) => entry.turn === turn).map(({ part }) => part.stop()));
  }
}

/** Returns the parent of a process on Linux, or null. */
function parentOf(pid) {
  try {
    return Number(fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]);
  } catch {
    return null;
  }
}

const lives = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * Calls `end` when the npm running us is gone: killed with -9 it cannot notify us, and a shell between us may survive
 * it. Does nothing unless started by npm.
 */
export function followNpm(end) {
  if (!process.env.npm_lifecycle_event) return;
  const shell = /^(\S*\/)?\w*sh -c /.test(commandLine(process.ppid) ?? '');
  const chain = [process.ppid, shell ? parentOf(process.ppid) : null].filter((pid) => pid !== null && pid > 1);
  const timer = setInterval(() => {
    if (chain.every(lives)) return;
    clearInterval(timer);
    end();
  }, LOOK_EVERY_MS);
  timer.unref();
}
