import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.mjs';
import { ROOT, capture } from './run.mjs';

const MODULES = path.join(ROOT, 'node_modules');
const STAMP = path.join(MODULES, '.ropeline-lock');
const LOCK = path.join(ROOT, 'package-lock.json');

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** Fingerprint of the modules to install: the lock file, and the platform because of binary packages. */
const wanted = () =>
  createHash('sha256')
    .update(fs.readFileSync(LOCK))
    .update([process.platform, process.arch, process.versions.modules].join())
    .digest('hex');

const stamped = () => (fs.existsSync(STAMP) ? fs.readFileSync(STAMP, 'utf8') : null);

/** Returns whether a manual `npm ci` or `npm install` already matches the lock file. */
function matchesLock() {
  const hidden = path.join(MODULES, '.package-lock.json');
  if (stamped() !== null || !fs.existsSync(hidden)) return false;
  const installed = readJson(hidden).packages;
  return Object.entries(readJson(LOCK).packages).every(
    ([name, { version, optional, peer }]) =>
      name === '' || installed[name]?.version === version || (!installed[name] && (optional || peer)),
  );
}

const npm = () => {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
};

async function npmCi() {
  const { code, output } = await capture([
    ...npm(),
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ]);
  if (code === 0) return;
  const reason = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
  throw new Refusal(`npm ci failed:\n${reason.slice(0, 10).join('\n') || output.slice(-1_000)}`);
}

/** Installs node modules if missing or different from package-lock.json. */
export async function ensureInstalled(step) {
  if (stamped() === wanted()) return;
  if (!matchesLock()) await step('Installing node modules (npm ci)', npmCi);
  fs.writeFileSync(STAMP, wanted());
}
