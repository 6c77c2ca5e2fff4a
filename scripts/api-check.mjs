// usage: npm run api-check -- [--only fan|partner|admin|sales|people] [--path regex] [--phases coverage,fuzzing] [--examples 20]
// Starts a demo with one of everything (orders, holds, refunds, partners, keys …) and sends it everything that its
// OpenAPI document allows and forbids, as a fan, a partner, a program of the promoter and the promoter. Reports every
// 500, every answer that the document does not declare, and every operation that let nobody in. Needs Python 3.11;
// Schemathesis is installed by itself.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { OWNER } from './lib/api-caller.mjs';
import { configOf, groups } from './lib/api-doors.mjs';
import { makeFixture } from './lib/api-fixture.mjs';
import { answersByDoor, judge } from './lib/api-met.mjs';
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
async function startDemo(folder, adminKey, receiver) {
  const port = await freePort();
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(ROPELINE_|npm_|DATABASE_URL|REDIS_URL)/.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    ...{ PORT: String(port), ROPELINE_DATA_DIR: folder, ROPELINE_ADMIN_API_KEY: adminKey },
    ...{ ROPELINE_OWNER_EMAIL: OWNER.email, ROPELINE_OWNER_PASSWORD: OWNER.password },
    ROPELINE_PARTNER_INBOX_URL: receiver,
  };
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs')], { cwd: ROOT, env });
  process.once('exit', () => child.kill('SIGINT'));
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

/** Starts a receiver of webhooks, which wants none at `/gone`. Returns its address. */
async function startReceiver() {
  const server = http.createServer((request, response) =>
    response.writeHead(request.url === '/gone' ? 410 : 204).end(),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}

/**
 * Keeps the node's document in a file, without the answers to requests that reach no operation: each status that an
 * operation answers must be its own. Returns the names of all operations, such as `GET /v1/sales`.
 */
async function keepDocument(url, file) {
  const document = await (await fetch(`${url}/v1/openapi.json`)).json();
  const doors = [];
  for (const [address, operations] of Object.entries(document.paths))
    for (const [method, { responses }] of Object.entries(operations)) {
      delete responses['4XX'];
      doors.push(`${method.toUpperCase()} ${address}`);
    }
  fs.writeFileSync(file, JSON.stringify(document));
  return doors;
}

async function check(schemathesis, { url, document, config, report }, { include, exclude }, values) {
  const { phases, examples } = values;
  const command = [schemathesis, '--config-file', config, 'run', document, '--url', url];
  command.push('--include-path-regex', values.path ?? include, ...(exclude ? ['--exclude-path-regex', exclude] : []));
  command.push('--report', 'ndjson', '--report-ndjson-path', report);
  command.push('--checks', CHECKS, '--phases', phases, '-n', examples, '--request-timeout', TIMEOUT_SECONDS);
  return await inherit(command);
}

/** Says what each operation answered at best. Returns whether one let nobody in, or was not called. */
function tellMet(doors, all) {
  const { done, refused, unread, shut } = judge(doors);
  const missing = all.filter((door) => !doors.has(door));
  console.log(`\nOf ${doors.size} operations, ${done.length} were carried out.`);
  const say = (what, names) => names.length > 0 && console.log(`${what}:\n${names.map(line).join('\n')}`);
  const line = (door) => `  ${door} (${[...(doors.get(door)?.keys() ?? [])].join(', ')})`;
  say('Refused for a reason of their own', refused);
  say('Answered to bad input only', unread);
  say('Let nobody in', shut);
  say('Not called', missing);
  return shut.length + missing.length > 0;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    path: { type: 'string' },
    phases: { type: 'string', default: 'coverage,fuzzing' },
    examples: { type: 'string', default: '20' },
  },
});

process.once('SIGTERM', () => process.exit(1));
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
    const receiver = await startReceiver();
    demo = await step('Starting a demo', () => startDemo(folder, adminKey, receiver));
    const fixture = await step('Making one of everything', () => makeFixture(demo.url, adminKey, receiver));
    const [config, document, report] = ['schemathesis.toml', 'openapi.json', 'report.ndjson'].map((name) =>
      path.join(folder, name),
    );
    const all = await keepDocument(demo.url, document);
    fs.writeFileSync(config, configOf(fixture, all));
    const node = { url: demo.url, document, config, report };
    const schemathesis = path.join(path.dirname(python), 'schemathesis');
    const met = new Map();
    for (const name of names) {
      console.log(`\n${name}`);
      if ((await check(schemathesis, node, groups[name], values)) !== 0) process.exitCode = 1;
      for (const [door, answers] of await answersByDoor(report)) met.set(door, answers);
    }
    const isWhole = names.length === Object.keys(groups).length && values.path === undefined;
    if (tellMet(met, isWhole ? all : [])) process.exitCode = 1;
  } finally {
    await demo?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
