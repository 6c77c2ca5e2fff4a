// usage: npm run check [-- name…]   Runs the static checks, or those whose name begins with an argument;
//                                  two at a time, failures at the end.
import fs from 'node:fs';
import path from 'node:path';
import { generate } from './build.mjs';
import { program } from './lib/program.mjs';
import { ROOT, bin, capture } from './lib/run.mjs';

const AT_ONCE = 2;

/** Returns the tsconfig files of the web apps; each app has its own JSX library. */
const webProjects = () =>
  ['web', 'web/admin', 'web/fan']
    .map((folder) => path.join(folder, 'tsconfig.json'))
    .filter((file) => fs.existsSync(path.join(ROOT, file)));

const sources = ['src', 'web', 'load', 'tools'].filter((folder) => fs.existsSync(path.join(ROOT, folder)));
const tsc = (project) => [...bin('typescript-native/bin/tsc'), '-p', project, '--noEmit'];

// longest first, so that both lanes end at about the same time
const checks = () => [
  { name: 'lint', command: [...bin('oxlint/bin/oxlint')] },
  { name: 'types', command: tsc('tsconfig.json') },
  ...webProjects().map((file) => ({ name: `types of ${path.dirname(file)}`, command: tsc(file) })),
  { name: 'unused', command: [...bin('knip/bin/knip.js'), '--no-progress'] },
  {
    name: 'deps',
    command: [
      ...bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      ...sources,
      '--config',
      '.dependency-cruiser.cjs',
    ],
  },
  {
    name: 'OpenAPI document',
    // strict: a warning fails too; what is on purpose is in .redocly.lint-ignore.yaml
    command: [...bin('@redocly/cli/bin/cli.js'), 'lint', '--extends', 'recommended-strict', 'docs/api/openapi.json'],
    env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  },
  {
    name: 'error codes of operations',
    // reads the types of the whole server: a job of its own in CI
    onlyIfNamed: true,
    command: [process.execPath, path.join(ROOT, 'scripts/operation-codes.mjs'), '--check'],
  },
  { name: 'format', command: [...bin('@biomejs/biome/bin/biome'), 'format', '.'] },
];

const wanted = (names) =>
  checks().filter(({ name, onlyIfNamed = false }) =>
    names.length === 0 ? !onlyIfNamed : names.some((each) => name.startsWith(each)),
  );

async function runCheck({ name, command, env = {} }) {
  const since = Date.now();
  const { code, output } = await capture(command, { env: { ...process.env, ...env } });
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} ${((Date.now() - since) / 1_000).toFixed(1)} s`);
  return { name, code, output };
}

async function runAll(waiting) {
  const results = [];
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}

await program(async ({ step }) => {
  await generate(step);
  const failures = (await runAll(wanted(process.argv.slice(2)))).filter(({ code }) => code !== 0);
  for (const { name, output } of failures) console.log(`\n---- ${name} ----\n${output.trim()}`);
  console.log(
    failures.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failures.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
});
