import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { Refusal } from './refusal.mjs';

const WAIT_MS = 12_000; // exceeds the 10 s grace that a supervisor gives its server
const LOOK_EVERY_MS = 50;

/** Returns the command line of a live process, or null. */
export function commandLine(pid) {
  try {
    if (process.platform === 'linux')
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8', timeout: 5_000 }).trim();
  } catch {
    return null;
  }
}

/**
 * Returns the process id in the first line of a pid file if that process is alive and its command line contains `mark`.
 */
export function ownerOf(pidFile, mark) {
  if (!fs.existsSync(pidFile)) return null;
  const pid = Number.parseInt(fs.readFileSync(pidFile, 'utf8'), 10);
  return pid > 0 && pid !== process.pid && commandLine(pid)?.includes(mark) ? pid : null;
}

/**
 * Frees a pid file: waits for an owner that is shutting down, refuses if it stays, and removes a stale file (process
 * gone, or its id reused by another program).
 */
export async function waitForPrevious(pidFile, mark, name) {
  for (const until = Date.now() + WAIT_MS; ownerOf(pidFile, mark) !== null; ) {
    if (Date.now() > until) {
      const pid = ownerOf(pidFile, mark);
      throw new Refusal(
        `${name} of this data directory is still running as process ${pid}; stop it, or set another ROPELINE_DATA_DIR.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  fs.rmSync(pidFile, { force: true });
}
