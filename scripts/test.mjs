// usage: npm test [-- [--topology sentinel|cluster|aof-everysec|aof-always|valkey] <paths and options of jest>]
// Runs everything, with real Postgres, Redis and Chromium, from a fresh clone.
// Given spec paths, prepares only what those need: `npm test -- src/queue` starts no stores and builds nothing.
// With a topology, Redis is that instead of one server, and the specs are those of the line's and the stock's
// guarantees unless paths are given. With `sentinel`, a failover precedes every spec file.
// The last line is always `N passed, N failed`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, generate } from './build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { countResults, countWithAgain, failedFiles, summaryLine } from './lib/jest-results.mjs';
import { explain, program } from './lib/program.mjs';
import { ensureDeployTools, ensurePython } from './lib/python.mjs';
import { postgresBinaries } from './lib/postgres-binary.mjs';
import { ensureRedis } from './lib/redis-binary.mjs';
import { bin, inherit, ROOT } from './lib/run.mjs';
import { takeTopology } from './lib/test-topologies.mjs';

const FAILED_BEFORE = { passed: 0, failed: 1, skipped: 0, skippedInBrowser: 0 };

/** More failures than these have a cause of their own. */
const MOST_AGAIN = 5;

/** Runs jest with its output on our terminal. Returns its exit code and its report, null if it made none. */
async function runJest(args, env) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-results-'));
  const file = path.join(folder, 'results.json');
  try {
    const code = await inherit([...bin('jest/bin/jest.js'), '--json', `--outputFile=${file}`, '--ci', ...args], {
      env,
    });
    return { code, report: fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs everything; spec files that fail beside others run once more by themselves, which tells what a busy machine
 * broke from what is broken. Those that pass then are named: each is a fault of its spec or of our code still.
 */
async function runAll(args, env) {
  const first = await runJest(args, env);
  if (!first.report) return { code: first.code, counts: FAILED_BEFORE };
  const failed = failedFiles(first.report);
  const isWhole = args.length === 0;
  if (!isWhole || failed.length === 0 || failed.length > MOST_AGAIN)
    return { code: first.code, counts: countResults(first.report) };
  console.log(`\nOnce more, by themselves: ${failed.map((file) => path.relative(ROOT, file)).join(', ')}`);
  const again = await runJest(['--runInBand', '--runTestsByPath', ...failed], env);
  if (!again.report) return { code: again.code, counts: countResults(first.report) };
  if (again.code === 0) console.log(`UNSTEADY: ${failed.map((file) => path.relative(ROOT, file)).join(', ')}`);
  return { code: again.code, counts: countWithAgain(first.report, again.report) };
}

/** Specs in these folders need stores; those in the last three also need the build. */
const NEEDS_STORES = /^test\/(integration|simulation|e2e|browser|chaos)\b/;
const NEEDS_BUILD = /^test\/(e2e|browser|chaos)\b/;
/** Specs that run Python programs. */
const NEEDS_PYTHON = /^test(\/integration(\/partners(\/(python|examples).*)?)?)?\/?$/;
/** Specs that run the tools that judge deploy/. */
const NEEDS_DEPLOY_TOOLS = /^test(\/integration(\/platform(\/deploy.*)?)?)?\/?$/;

/** Returns what the given specs need; everything if none is given. */
function needsOf(args) {
  const paths = args
    .filter((arg) => /^(\.\/)?(src|web|tools|load|scripts|test)\b/.test(arg))
    .map((arg) => arg.replace('./', ''));
  // the tools that judge deploy/ are fetched only when their spec is asked for: half a minute of every run
  if (paths.length === 0) return { stores: true, build: true, python: true, deployTools: false, project: [] };
  const stores = paths.some((each) => NEEDS_STORES.test(each) || each === 'test');
  const build = paths.some((each) => NEEDS_BUILD.test(each) || each === 'test');
  const python = paths.some((each) => NEEDS_PYTHON.test(each));
  const deployTools = paths.some((each) => NEEDS_DEPLOY_TOOLS.test(each));
  return { stores, build, python, deployTools, project: stores ? [] : ['--selectProjects', 'unit'] };
}

/** Returns the variables that tell the specs which Python to run, or why none. */
async function pythonEnv(step) {
  const { python, missing } = await ensurePython(step);
  if (python) return { ROPELINE_PYTHON: python };
  console.log(`No Python client is tested, which is SKIPPED: ${missing}.`);
  return { ROPELINE_PYTHON_MISSING: missing };
}

/** Returns the variables that tell the specs where the tools that judge deploy/ are, or why nowhere. */
async function deployToolsEnv(step) {
  const { python, missing } = await ensureDeployTools(step);
  if (python) return { ROPELINE_DEPLOY_TOOLS: path.dirname(python) };
  console.log(`deploy/ is not judged by hadolint and kubernetes-validate, which is SKIPPED: ${missing}.`);
  return { ROPELINE_DEPLOY_TOOLS_MISSING: missing };
}

async function prepare(step, needs) {
  if (!needs.build) await generate(step);
  if (!needs.stores) return process.env;
  await postgresBinaries();
  await ensureRedis(step);
  // both wait for the network most of the time
  const [python, deployTools] = await Promise.all([
    needs.python ? pythonEnv(step) : {},
    needs.deployTools ? deployToolsEnv(step) : {},
  ]);
  const env = { ...process.env, ...python, ...deployTools };
  if (!needs.build) return env;
  const chromium = await ensureChromium(step);
  if (!chromium) console.log('No Chromium: the browser tests are SKIPPED. Install it or set CHROMIUM_PATH.');
  await build(step);
  return { ...env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
}

let counts = FAILED_BEFORE;
await program(async ({ step }) => {
  try {
    const args = takeTopology(process.argv.slice(2));
    const needs = needsOf(args);
    const env = await prepare(step, needs);
    const result = await runAll([...args, ...needs.project], env);
    counts = result.counts;
    const browserMissing =
      needs.build && process.env.CI === 'true' && (!env.CHROMIUM_PATH || counts.skippedInBrowser > 0);
    if (browserMissing) console.error('CI=true: skipped browser tests count as a failure.');
    process.exitCode = result.code !== 0 || counts.failed > 0 || browserMissing ? 1 : 0;
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
});
console.log(summaryLine(counts));
