// usage: npm test [-- <arguments of jest>]        Everything, with real Postgres, Redis and Chromium, from a fresh clone.
// The last line is always `N passed, N failed`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { countResults, summaryLine } from './lib/jest-results.mjs';
import { explain, program } from './lib/program.mjs';
import { ensureRedis } from './lib/redis-binary.mjs';
import { bin, inherit } from './lib/run.mjs';

const FAILED_BEFORE = { passed: 0, failed: 1, skipped: 0, skippedInBrowser: 0 };

/** Runs jest with its own output on our terminal. Returns its exit code and the counted results. */
async function runJest(args, env) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-results-'));
  const file = path.join(folder, 'results.json');
  try {
    const code = await inherit([...bin('jest/bin/jest.js'), '--json', `--outputFile=${file}`, '--ci', ...args], {
      env,
    });
    const counts = fs.existsSync(file) ? countResults(JSON.parse(fs.readFileSync(file, 'utf8'))) : FAILED_BEFORE;
    return { code, counts };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(step) {
  await ensureRedis(step);
  const chromium = await ensureChromium(step);
  if (!chromium) console.log('No Chromium: the browser tests are SKIPPED. Install it, or name one in CHROMIUM_PATH.');
  await build(step);
  return { ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
}

let counts = FAILED_BEFORE;
await program(async ({ step }) => {
  try {
    const env = await prepare(step);
    const result = await runJest(process.argv.slice(2), env);
    counts = result.counts;
    const browserMissing = process.env.CI === 'true' && (!env.CHROMIUM_PATH || counts.skippedInBrowser > 0);
    if (browserMissing) console.error('CI=true: browser tests were skipped, and that is a failure.');
    process.exitCode = result.code !== 0 || counts.failed > 0 || browserMissing ? 1 : 0;
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
});
console.log(summaryLine(counts));
