// usage: npm run api-check -- [--only fan|partner|admin|sales|people] [--phases coverage,fuzzing] [--examples 20]
// Starts a demo with one of everything (orders, holds, refunds, partners, keys …) and sends it everything that its
// OpenAPI document allows and forbids, as a fan, a partner, a program of the promoter and the promoter. Reports every
// 500 and every answer that the document does not declare. Needs Python 3.11; Schemathesis is installed by itself.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { configOf, groups } from './lib/api-doors.mjs';
import { makeFixture, OWNER } from './lib/api-fixture.mjs';
import { freePort } from './lib/ports.mjs';
import { program } from './lib/program.mjs';
import { ensureSchemathesis } from './lib/python.mjs';
import { Refusal } from './lib/refusal.mjs';
import { inherit, ROOT } from './lib/run.mjs';

const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';
/** Exceeds the longest long poll of the event list. */
const TIMEOUT_SECONDS = '30';
const READY = 'Ropeline is ready';
/** Of the server's output, kept to explain a failed start. */
const KEPT_CHARACTERS = 4_000;

/** Starts the demo in a folder of its own; resolves when it is ready. */
async function startDemo(folder, adminKey) {
  const port = await freePort();
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(ROPELINE_|npm_|DATABASE_URL|REDIS_URL)/.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    ...{ PORT: String(port), ROPELINE_DATA_DIR: folder, ROPELINE_ADMIN_API_KEY: adminKey },
    ...{ ROPELINE_OWNER_EMAIL: OWNER.email, ROPELINE_OWNER_PASSWORD: OWNER.password },
  };
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs')], { cwd: ROOT, env });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output = `${output}${data}`.slice(-KEPT_CHARACTERS);
        if (output.includes(READY)) resolve(true);
      });
  });
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  if ((await Promise.race([ready, ended])) !== true) throw new Refusal(`The demo did not start:\n${output}`);
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** Returns the names of all operations, such as `GET /v1/sales`. */
async function doorsOf(url) {
  const { paths } = await (await fetch(`${url}/v1/openapi.json`)).json();
  const methods = ['get', 'post', 'put', 'patch', 'delete'];
  return Object.entries(paths).flatMap(([address, operations]) =>
    methods.filter((method) => method in operations).map((method) => `${method.toUpperCase()} ${address}`),
  );
}

async function check(schemathesis, url, config, { include, exclude }, { phases, examples }) {
  const command = [schemathesis, '--config-file', config, 'run', `${url}/v1/openapi.json`, '--url', url];
  command.push('--include-path-regex', include, ...(exclude ? ['--exclude-path-regex', exclude] : []));
  command.push('--checks', CHECKS, '--phases', phases, '-n', examples, '--request-timeout', TIMEOUT_SECONDS);
  return await inherit(command);
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    phases: { type: 'string', default: 'coverage,fuzzing' },
    examples: { type: 'string', default: '20' },
  },
});

await program(async ({ step }) => {
  const names = values.only ? [values.only] : Object.keys(groups);
  if (!names.every((name) => name in groups))
    throw new Refusal(`--only must be one of ${Object.keys(groups).join(', ')}.`);
  const { python, missing } = await ensureSchemathesis(step);
  if (missing) throw new Refusal(`Nothing was checked: ${missing}.`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-api-check-'));
  fs.chmodSync(folder, 0o755); // Postgres runs as another user when we are root
  const adminKey = randomBytes(24).toString('base64url');
  let demo = null;
  try {
    demo = await step('Starting a demo', () => startDemo(folder, adminKey));
    const fixture = await step('Making one of everything', () => makeFixture(demo.url, adminKey));
    const config = path.join(folder, 'schemathesis.toml');
    fs.writeFileSync(config, configOf(fixture, await doorsOf(demo.url)));
    for (const name of names) {
      console.log(`\n${name}`);
      if ((await check(path.join(path.dirname(python), 'schemathesis'), demo.url, config, groups[name], values)) !== 0)
        process.exitCode = 1;
    }
  } finally {
    await demo?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
