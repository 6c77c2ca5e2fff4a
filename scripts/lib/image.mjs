import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './ports.mjs';
import { Refusal } from './refusal.mjs';
import { ROOT, inherit } from './run.mjs';

const LARGEST_MB = 250; // modules, program and pages, without the base image
const READY_WITHIN_MS = 120_000;
const USER = ['setpriv', '--reuid=10001', '--regid=10001', '--clear-groups'];

/**
 * Runs the steps of deploy/Dockerfile in a folder; then checks that the result refuses to start without settings and
 * starts with them.
 */
export async function drillImage(step, withStores) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-image-'));
  fs.chmodSync(folder, 0o755);
  const run = async (what, command, options = {}) => {
    const code = await step(what, () => inherit(command, { cwd: folder, ...options }), { live: false });
    if (code !== 0) throw new Refusal(`${what}: exit code ${code}`);
  };
  try {
    for (const file of ['package.json', 'package-lock.json'])
      fs.copyFileSync(path.join(ROOT, file), path.join(folder, file));
    await run('npm ci --omit=dev', ['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    for (const part of ['dist', 'prisma', 'scripts'])
      fs.cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
    await run('npm sbom', [
      'sh',
      '-c',
      'npm sbom --omit=dev --package-lock-only --sbom-format=cyclonedx > sbom.cdx.json',
    ]);
    await run('slim-modules', [process.execPath, 'scripts/slim-modules.mjs', '.']);
    checkSize(folder);
    await refusesWithoutSettings(folder);
    await withStores((stores) => servesAsAnybody(folder, stores, step));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function checkSize(folder) {
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name)).size;
  const megabytes = Math.round(bytes / 1e6);
  console.log(`  ${megabytes} MB of modules, program and pages`);
  if (megabytes > LARGEST_MB) throw new Refusal(`the image would take ${megabytes} MB; the limit is ${LARGEST_MB}`);
}

async function refusesWithoutSettings(folder) {
  const code = await inherit([process.execPath, 'dist/src/main.js'], { cwd: folder, env: { PATH: process.env.PATH } });
  if (code !== 1) throw new Refusal(`without settings it must exit with code 1, not ${code}`);
}

/**
 * Runs as in the image: an unprivileged user who can write only to the temporary folder; migrated by the image's own
 * script.
 */
async function servesAsAnybody(folder, { DATABASE_URL, REDIS_URL }, step) {
  const as = process.getuid?.() === 0 ? USER : [];
  const port = await freePort();
  const env = {
    ...{ PATH: process.env.PATH, DATABASE_URL, REDIS_URL, PORT: String(port), NODE_ENV: 'production' },
    ROPELINE_DATA_DIR: path.join(os.tmpdir(), `ropeline-${port}`),
    PUBLIC_URL: 'https://tickets.example.com',
    ROPELINE_SECRET: randomBytes(32).toString('base64url'),
    ROPELINE_ALLOW_TEST_PAYMENTS: 'true',
    STRIPE_SECRET_KEY: 'sk_test_drill',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_drill',
    STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(16).toString('hex')}`,
    ROPELINE_DRAIN_PAUSE_MS: '0',
    ROPELINE_METRICS_PORT: 'off',
    ROPELINE_LOG_LEVEL: 'warn',
  };
  const migrate = [...as, process.execPath, 'scripts/migrate.mjs', 'deploy'];
  const code = await inherit(migrate, { cwd: folder, env, stdio: 'ignore' });
  if (code !== 0) throw new Refusal(`the migration of the image ended with code ${code}`);
  const [command, ...args] = [...as, process.execPath, '--enable-source-maps', 'dist/src/main.js'];
  const node = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => node.once('exit', resolve));
  try {
    await step('Starting it', () => untilReady(port, node));
    const page = await fetch(`http://127.0.0.1:${port}/`);
    if (page.status !== 200) throw new Refusal(`its page responded with ${page.status}`);
  } finally {
    node.kill('SIGTERM');
  }
  const exit = await ended;
  if (exit !== 0) throw new Refusal(`it exited with code ${exit} on SIGTERM`);
  console.log('  it migrates, is ready, serves a page and stops with code 0, as user 10001 without a right to write');
}

async function untilReady(port, node) {
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until && node.exitCode === null; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Refusal('it was not ready in time');
}
