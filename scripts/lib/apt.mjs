import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { Refusal } from './refusal.mjs';

const APT = '/usr/bin/apt-get';
const POLICY = '/usr/sbin/policy-rc.d';
const TIME_LIMIT_MS = 10 * 60_000;

/** Returns whether packages can be installed: as root on Debian or a derivative. */
export const mayApt = () => process.getuid?.() === 0 && fs.existsSync(APT);

const run = (args) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(APT, args, { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: TIME_LIMIT_MS });
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
