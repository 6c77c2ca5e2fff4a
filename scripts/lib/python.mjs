import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, capture } from './run.mjs';

const REQUIREMENTS = path.join(ROOT, 'test/support/python/requirements.txt');
const SCHEMATHESIS = 'schemathesis==4.32.5';
const PROBE = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11); print(sys.version)';

/**
 * Returns the Python of a virtual environment with the packages of the Python client's test, made once per set of
 * versions. Returns the reason instead if Python 3.11 with venv or the package index cannot be had.
 */
export async function ensurePython(step) {
  const found = await ensureEnvironment(step, {
    name: 'python',
    label: 'Installing the Python client generator (pip)',
    versions: fs.readFileSync(REQUIREMENTS),
    packages: ['--no-deps', '-r', REQUIREMENTS],
  });
  return found.missing ? found : { python: path.join(found.folder, 'bin', 'python') };
}

/** Returns the program that checks the API against its document, or the reason why it cannot be had. */
export async function ensureSchemathesis(step) {
  const found = await ensureEnvironment(step, {
    name: 'schemathesis',
    label: 'Installing Schemathesis (pip)',
    versions: SCHEMATHESIS,
    packages: [SCHEMATHESIS],
  });
  return found.missing ? found : { schemathesis: path.join(found.folder, 'bin', 'schemathesis') };
}

/** Returns the folder of a virtual environment, made once per Python and set of versions. */
async function ensureEnvironment(step, { name, label, versions, packages }) {
  const probe = await capture(['python3', '-c', PROBE]);
  if (probe.code !== 0) return { missing: 'no Python 3.11 or newer with venv (Debian: apt-get install python3-venv)' };
  const wanted = createHash('sha256').update(versions).update(probe.output).digest('hex');
  const folder = path.join(ROOT, '.ropeline', `${name}-${wanted.slice(0, 12)}`);
  const done = path.join(folder, 'installed');
  if (fs.existsSync(done)) return { folder };
  const failure = await step(label, () => install(folder, packages));
  if (failure !== null) return { missing: failure };
  fs.writeFileSync(done, '');
  return { folder };
}

/** Returns null, or what failed. */
async function install(folder, packages) {
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check'];
  for (const command of [
    ['python3', '-m', 'venv', '--clear', folder],
    [path.join(folder, 'bin', 'python'), ...pip, ...packages],
  ]) {
    const { code, output } = await capture(command);
    if (code !== 0) return `${command.slice(0, 3).join(' ')} failed: ${output.trim().split('\n').at(-1)}`;
  }
  return null;
}
