import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.mjs';

const APT = '/usr/bin/apt-get';
const POLICY = '/usr/sbin/policy-rc.d';
const TIME_LIMIT_MS = 10 * 60_000;

/** Returns whether packages can be installed: as root on Debian or a derivative. */
export const mayApt = () => process.getuid?.() === 0 && fs.existsSync(APT);

const run = (args, options = {}) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(APT, args, { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: TIME_LIMIT_MS, ...options });
    let tail = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => (tail = (tail + text).slice(-2_000)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Refusal(`apt-get ${args.join(' ')} failed: ${tail.trim().split('\n').at(-1)}`));
    });
  });

/** Installs one package without starting a service it may include. */
export async function aptInstall(name) {
  const ours = !fs.existsSync(POLICY);
  // exit code 101: action forbidden by policy
  if (ours) fs.writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await run(['update']);
    await run(['install', '-y', '--no-install-recommends', name]);
  } finally {
    if (ours) fs.rmSync(POLICY, { force: true });
  }
}

/** Unpacks one package into a folder without installing it: its programs run from there. */
export async function aptUnpack(name, folder) {
  await run(['update']);
  await run(['download', name], { cwd: folder });
  const archive = fs.readdirSync(folder).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
  execFileSync('dpkg-deb', ['-x', path.join(folder, archive), path.join(folder, name)], { stdio: 'ignore' });
  fs.rmSync(path.join(folder, archive));
}
