import { execFileSync, spawn } from 'node:child_process';
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
 * Runs the steps of deploy/Dockerfile in folders; then checks that the result refuses to start without settings and
 * starts with them.
 */
export async function drillImage(step, withStores) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-image-'));
  const source = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-context-'));
  fs.chmodSync(folder, 0o755);
  const run = async (what, command, options = {}) => {
    const code = await step(what, () => inherit(command, { cwd: folder, ...options }), { live: false });
    if (code !== 0) throw new Refusal(`${what}: exit code ${code}`);
  };
  try {
    copyContext(source);
    await run('npm run build, of what .dockerignore lets through', [process.execPath, 'scripts/build.mjs'], {
      cwd: source,
    });
    for (const file of ['package.json', 'package-lock.json'])
      fs.copyFileSync(path.join(source, file), path.join(folder, file));
    await run('npm ci --omit=dev', ['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    for (const part of ['dist', 'prisma', 'scripts'])
      fs.cpSync(path.join(source, part), path.join(folder, part), { recursive: true });
    await run('slim-modules', [process.execPath, 'scripts/slim-modules.mjs', '.']);
    await run('npm pkg', ['npm', 'pkg', 'delete', 'devDependencies']);
    await run('npm sbom', ['sh', '-c', 'npm sbom --sbom-format=cyclonedx > sbom.cdx.json']);
    checkSize(folder);
    checkComponents(folder);
    execFileSync('chmod', ['-R', 'a-w', folder]);
    await refusesWithoutSettings(folder);
    await withStores((stores) => servesAsAnybody(folder, stores, step));
  } finally {
    execFileSync('chmod', ['-R', 'u+w', folder]);
    for (const each of [folder, source]) fs.rmSync(each, { recursive: true, force: true });
  }
}

/** Copies what the build stage is given: files that .dockerignore lets through, with our modules in place of `npm ci`. */
function copyContext(to) {
  const lines = fs.readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n');
  const left = lines.filter((line) => /^[^!*]/.test(line)).map((line) => path.join(ROOT, line));
  for (const line of lines.filter((each) => each.startsWith('!'))) {
    const name = new RegExp(`^${path.basename(line.slice(1)).replace('.', '\\.').replace('*', '.*')}$`);
    const within = path.dirname(line.slice(1));
    for (const entry of fs.readdirSync(path.join(ROOT, within)).filter((each) => name.test(each)))
      fs.cpSync(path.join(ROOT, within, entry), path.join(to, within, entry), {
        recursive: true,
        filter: (file) => !left.includes(file),
      });
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(to, 'node_modules'));
}

function bytesIn(folder) {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + fs.statSync(path.join(file.parentPath ?? file.path, file.name)).size, 0);
}

function checkSize(folder) {
  const inMegabytes = (of) => Math.round(bytesIn(of) / 1e6);
  const megabytes = inMegabytes(folder);
  console.log(`  ${megabytes} MB, of which ${inMegabytes(path.join(folder, 'node_modules'))} are modules`);
  if (megabytes > LARGEST_MB) throw new Refusal(`the image would take ${megabytes} MB; the limit is ${LARGEST_MB}`);
}

/** The list of components must name every package that is left. */
function checkComponents(folder) {
  const { components } = JSON.parse(fs.readFileSync(path.join(folder, 'sbom.cdx.json'), 'utf8'));
  const listed = new Set(components.map((each) => each['bom-ref'].replace(/@v(?=\d)/, '@'))); // one package calls its version v5
  const { packages } = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
  const installed = Object.entries(packages).filter(([at]) => at !== '' && fs.existsSync(path.join(folder, at)));
  const names = installed.map(([at, { name, version }]) => `${name ?? at.split('node_modules/').at(-1)}@${version}`);
  const missing = names.filter((name) => !listed.has(name));
  if (missing.length > 0) throw new Refusal(`sbom.cdx.json does not list ${missing.join(', ')}`);
  console.log(`  sbom.cdx.json lists all ${names.length} packages`);
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
  console.log('  it migrates, is ready, serves a page and stops with code 0, as a user without a right to write');
}

async function untilReady(port, node) {
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until && node.exitCode === null; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Refusal('it was not ready in time');
}
