import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { Refusal } from './refusal.mjs';

const WAIT_MS = 12_000; // a supervisor gives its server 10 s to end
const LOOK_EVERY_MS = 50;

/** The command line of a living process, or null. */
export function commandLine(pid) {
  try {
    if (process.platform === 'linux')
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8', timeout: 5_000 }).trim();
  } catch {
    return null;
  }
}

/** The process id in the first line of a pid file, if that process lives and its command line contains `mark`. */
export function ownerOf(pidFile, mark) {
  if (!fs.existsSync(pidFile)) return null;
  const pid = Number.parseInt(fs.readFileSync(pidFile, 'utf8'), 10);
  return pid > 0 && pid !== process.pid && commandLine(pid)?.includes(mark) ? pid : null;
}

/**
 * Makes a pid file free to take: waits for an owner that is just ending (its starter was killed a moment ago), refuses
 * when it stays, and removes the file when its number is nobody's or was given to another program.
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
