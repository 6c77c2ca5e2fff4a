import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, capture } from './run.mjs';

const REQUIREMENTS = path.join(ROOT, 'test/support/python/requirements.txt');
const PROBE = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11); print(sys.version)';

/**
 * Returns the Python of a virtual environment with the packages of the Python client's test, made once per set of
 * versions. Returns the reason instead if Python 3.11 with venv or the package index cannot be had.
 */
export async function ensurePython(step) {
  const probe = await capture(['python3', '-c', PROBE]);
  if (probe.code !== 0) return { missing: 'no Python 3.11 or newer with venv (Debian: apt-get install python3-venv)' };
  const wanted = createHash('sha256').update(fs.readFileSync(REQUIREMENTS)).update(probe.output).digest('hex');
  const folder = path.join(ROOT, '.ropeline', `python-${wanted.slice(0, 12)}`);
  const python = path.join(folder, 'bin', 'python');
  const done = path.join(folder, 'installed');
  if (fs.existsSync(done)) return { python };
  const failure = await step('Installing the Python client generator (pip)', () => install(folder, python));
  if (failure !== null) return { missing: failure };
  fs.writeFileSync(done, '');
  return { python };
}

/** Returns null, or what failed. */
async function install(folder, python) {
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-compile', '--disable-pip-version-check'];
  for (const command of [
    ['python3', '-m', 'venv', '--clear', folder],
    [python, ...pip, '-r', REQUIREMENTS],
  ]) {
    const { code, output } = await capture(command);
    if (code !== 0) return `${command.slice(0, 3).join(' ')} failed: ${output.trim().split('\n').at(-1)}`;
  }
  return null;
}
