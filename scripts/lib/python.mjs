import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { aptUnpack, mayApt } from './apt.mjs';
import { ROOT, capture } from './run.mjs';

const FOLDER = path.join(ROOT, 'test/support/python');
const SCHEMATHESIS = 'schemathesis==4.32.5';
const PROBE = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11); print(sys.version)';
const KUBERNETES_VALIDATE = 'kubernetes-validate==1.37.0';
/** The archive holds 17,000 files; those of one version of Kubernetes suffice (scripts/deploy-check.mjs names it). */
const UNPACK = `import re, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
wanted = re.compile(r'kubernetes_validate/(\\w+\\.py$|kubernetes-json-schema/v1\\.31\\.\\d+-local-strict/)')
archive.extractall(sys.argv[2], [name for name in archive.namelist() if wanted.match(name)])`;
const PIP = ['-m', 'pip', '--quiet', '--disable-pip-version-check'];

/** Returns the Python of a virtual environment with the packages of the Python client's test, or why there is none. */
export const ensurePython = (step) =>
  ensureEnvironment(step, 'python', {
    ...listed('requirements.txt'),
    what: 'Installing the Python client generator (pip)',
    finish: async () => null,
  });

/** The same with the tools that judge deploy/: their commands stand beside that Python. */
export const ensureDeployTools = (step) =>
  ensureEnvironment(step, 'deploy-tools', {
    ...listed('deploy-requirements.txt'),
    what: 'Installing hadolint, kubernetes-validate (pip) and promtool (apt)',
    finish: async (folder, python) => (await addKubernetesValidate(folder, python)) ?? (await addPromtool(folder)),
  });

/** The same with the program that checks the API against its document. */
export const ensureSchemathesis = (step) =>
  ensureEnvironment(step, 'schemathesis', {
    versions: SCHEMATHESIS,
    packages: [SCHEMATHESIS],
    what: 'Installing Schemathesis (pip)',
    finish: async () => null,
  });

/** Packages of a file that names each of them, so that pip resolves nothing. */
function listed(name) {
  const file = path.join(FOLDER, name);
  return { versions: fs.readFileSync(file), packages: ['--no-deps', '-r', file] };
}

/**
 * Makes a virtual environment once per set of versions. Returns the reason instead if Python 3.11 with venv or the
 * package index cannot be had.
 */
async function ensureEnvironment(step, name, { versions, packages, what, finish }) {
  const probe = await capture(['python3', '-c', PROBE]);
  if (probe.code !== 0) return { missing: 'no Python 3.11 or newer with venv (Debian: apt-get install python3-venv)' };
  const wanted = createHash('sha256').update(versions).update(probe.output).digest('hex');
  const folder = path.join(ROOT, '.ropeline', `${name}-${wanted.slice(0, 12)}`);
  const python = path.join(folder, 'bin', 'python');
  const done = path.join(folder, 'installed');
  if (fs.existsSync(done)) return { python };
  const install = async () =>
    (await failureOf(['python3', '-m', 'venv', '--clear', folder])) ??
    (await failureOf([python, ...PIP, 'install', '--no-compile', ...packages])) ??
    (await finish(folder, python));
  const failure = await step(what, install);
  if (failure !== null) return { missing: failure };
  fs.writeFileSync(done, '');
  return { python };
}

/** Returns null, or what failed. */
async function failureOf(command) {
  const { code, output } = await capture(command);
  return code === 0 ? null : `${command.slice(0, 3).join(' ')} failed: ${output.trim().split('\n').at(-1)}`;
}

async function addKubernetesValidate(folder, python) {
  const failure = await failureOf([python, ...PIP, 'download', '--no-deps', '-d', folder, KUBERNETES_VALIDATE]);
  if (failure !== null) return failure;
  const archive = fs.readdirSync(folder).find((name) => /^kubernetes_validate-.*\.whl$/.test(name));
  const unpacked = path.join(folder, 'kubernetes');
  const broken = await failureOf([python, '-c', UNPACK, path.join(folder, archive), unpacked]);
  if (broken !== null) return broken;
  fs.rmSync(path.join(folder, archive));
  const command = `#!/bin/sh\nPYTHONPATH='${unpacked}' exec '${python}' -m kubernetes_validate "$@"\n`;
  fs.writeFileSync(path.join(folder, 'bin', 'kubernetes-validate'), command, { mode: 0o755 });
  return null;
}

/** Takes promtool out of Debian's package of Prometheus, where that can be had; PyPI has none. */
async function addPromtool(folder) {
  if (!mayApt()) return null;
  try {
    await aptUnpack('prometheus', folder);
    fs.copyFileSync(path.join(folder, 'prometheus/usr/bin/promtool'), path.join(folder, 'bin/promtool'));
    fs.rmSync(path.join(folder, 'prometheus'), { recursive: true });
  } catch (error) {
    console.log(`promtool is left out: ${error.message}`);
  }
  return null;
}
