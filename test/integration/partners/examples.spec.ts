import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { headersFor } from '../../../src/partners/delivery/signing.js';

type SecretName = 'secret' | 'older' | 'foreign';
interface Vector {
  name: string;
  accepted: boolean;
  body?: string;
  secrets?: SecretName[];
  ageSeconds?: number;
  version?: string;
  /** What arrives instead of what was signed; an empty header is absent. */
  sentBody?: string;
  sentAgeSeconds?: number;
  sent?: Record<string, string>;
}
type Vectors = Record<SecretName, string> & {
  signed: { id: string; timestamp: number; body: string; signature: string };
  cases: Vector[];
};

const vectors = JSON.parse(readFileSync('test/vectors/webhooks.json', 'utf8')) as Vectors;
const page = readFileSync('docs/webhooks.md', 'utf8');
const folder = resolve('node_modules/.cache', `ropeline-examples-${process.pid}`);
const file = join(folder, 'messages.json');
const run = promisify(execFile);

/** Returns the code of an example by its language and the beginning of its first line. */
function example(language: string, title: string): string {
  const blocks = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const found = blocks.find(([, name, code = '']) => name === language && code.startsWith(title));
  if (!found?.[2]) throw new Error(`docs/webhooks.md has no example "${title}"`);
  return found[2];
}

function messageOf(vector: Vector): { headers: Record<string, string>; body: string } {
  const { body = vectors.signed.body, ageSeconds = 0, sentAgeSeconds = ageSeconds, secrets = ['secret'] } = vector;
  const at = (seconds: number) => new Date(Date.now() - seconds * 1_000);
  const used = secrets.map((name) => vectors[name]);
  const signed = headersFor(vectors.signed.id, body, used, at(ageSeconds));
  const headers = {
    ...signed,
    'webhook-timestamp': String(Math.floor(at(sentAgeSeconds).getTime() / 1_000)),
    'webhook-signature': (signed['webhook-signature'] ?? '').replaceAll('v1,', `${vector.version ?? 'v1'},`),
    ...vector.sent,
  };
  const present = Object.entries(headers).filter(([, value]) => value !== '');
  return { headers: Object.fromEntries(present), body: vector.sentBody ?? body };
}

/** Returns why a command cannot be run; null if it can. */
function missing(command: string, args: string[], cwd = '.'): string | null {
  const { status, error, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 60_000 });
  if (error) return `${command} cannot be run`;
  return status === 0 ? null : `${command} ${args.join(' ')}: ${stderr.trim().split('\n').at(-1) ?? ''}`;
}

const env = { ...process.env, WEBHOOK_SECRET: vectors.secret };
const accepted = async (command: string, args: string[], extra: Record<string, string> = {}, cwd = '.') =>
  JSON.parse((await run(command, args, { env: { ...env, ...extra }, cwd })).stdout) as boolean[];

async function inJavaScript(): Promise<boolean[]> {
  const lines = example('js', '// JavaScript').split('\n');
  const isImport = (line: string): boolean => line.startsWith('import ');
  const program = `import { readFileSync } from 'node:fs';
${lines.filter(isImport).join('\n')}
function verify(rawBody, request) {
  ${lines.filter((line) => !isImport(line)).join('\n')}
  return event;
}
const accepts = ({ headers, body }) => {
  try {
    return JSON.stringify(verify(body, { headers })) === JSON.stringify(JSON.parse(body));
  } catch (error) {
    if (error.constructor.name !== 'WebhookVerificationError') throw error;
    return false;
  }
};
console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[2])).map(accepts)));`;
  await writeFile(join(folder, 'verify.mjs'), program);
  return await accepted(process.execPath, [join(folder, 'verify.mjs'), file]);
}

const GO = 'test/support/go';
async function inGo(): Promise<boolean[]> {
  const program = readFileSync(join(GO, 'main.go.txt'), 'utf8').replace('// EXAMPLE', example('go', '// Go'));
  for (const name of ['go.mod', 'go.sum']) await writeFile(join(folder, name), readFileSync(join(GO, name)));
  await writeFile(join(folder, 'main.go'), program);
  return await accepted('go', ['run', '.', file], {}, folder);
}

const inPython = async () =>
  await accepted(process.env.ROPELINE_PYTHON ?? '', ['test/support/python/verify.py', file], {
    VERIFY: example('python', '# Python'),
  });

const inPhp = async (title: string, autoload = '') =>
  await accepted('php', ['test/support/php/verify.php', file], { VERIFY: example('php', title), AUTOLOAD: autoload });

const COMPOSER = resolve('.ropeline/composer');
const composer = ['require', '--no-interaction', '--quiet', 'standard-webhooks/standard-webhooks:1.0.2'];
const noPhp = missing('php', ['-v']);
const noPython = process.env.ROPELINE_PYTHON ? null : (process.env.ROPELINE_PYTHON_MISSING ?? 'run it by npm test');

const languages: [name: string, missing: string | null, verify: () => Promise<boolean[]>][] = [
  ['JavaScript', null, inJavaScript],
  ['Python', noPython, inPython],
  ['Go', missing('go', ['mod', 'download'], GO), inGo],
  ['PHP without a library', noPhp, () => inPhp('// PHP without')],
  [
    "PHP with Composer's library",
    noPhp ?? missing('composer', ['--working-dir', COMPOSER, ...composer]),
    () => inPhp('// PHP: composer', join(COMPOSER, 'vendor/autoload.php')),
  ],
];

describe('the examples of docs/webhooks.md', () => {
  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(file, JSON.stringify(vectors.cases.map(messageOf)));
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  it('are about messages signed as the standard says', () => {
    const { id, timestamp, body, signature } = vectors.signed;
    const headers = headersFor(id, body, [vectors.secret], new Date(timestamp * 1_000));
    expect(headers).toMatchObject({ 'webhook-id': id, 'webhook-timestamp': String(timestamp) });
    expect(headers['webhook-signature']).toBe(signature);
  });

  for (const [name, reason, verify] of languages) {
    if (reason !== null) it.skip(`in ${name} are not tested: ${reason}`, () => undefined);
    else
      it(`in ${name} accept what is ours and refuse everything else`, async () => {
        const results = await verify();
        expect(vectors.cases.map((vector, n) => [vector.name, results[n]])).toEqual(
          vectors.cases.map((vector) => [vector.name, vector.accepted]),
        );
      }, 120_000);
  }
});
