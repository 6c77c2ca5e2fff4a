import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Start, leftOf, processesNaming, start } from '../support/start.js';

jest.setTimeout(120_000);

let dataDir: string;
let port: string;
const started: Start[] = [];

const begin = (env: Record<string, string> = {}): Start => {
  const run = start({ PORT: port, ROPELINE_DATA_DIR: dataDir, ...env });
  started.push(run);
  return run;
};

const listen = (wanted: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(wanted, '127.0.0.1', () => resolve(server));
  });

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'ropeline-start-'));
  const server = await listen(0);
  port = String((server.address() as AddressInfo).port);
  await new Promise((resolve) => server.close(resolve));
});

afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  if (process.platform === 'linux') await leftOf(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('npm start', () => {
  onLinux('serves, and on SIGTERM ends everything with exit code 0', async () => {
    const run = begin();
    await run.ready();
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    expect(processesNaming(dataDir).join('\n')).toMatch(/postgres.*redis|redis.*postgres/s);

    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(await leftOf(dataDir)).toEqual([]);
  });

  onLinux('loses its Redis in a drill, and each of its live sales comes back', async () => {
    const drill = async () => {
      const env = { ...process.env, PORT: port, ROPELINE_DATA_DIR: dataDir };
      const done = promisify(execFile)(process.execPath, ['scripts/drill.mjs', 'redis-lost', '--demo'], { env });
      return await done.then(
        ({ stdout }) => stdout,
        (error: { stderr: string }) => error.stderr,
      );
    };
    expect(await drill()).toContain('No demo runs on');
    const run = begin();
    await run.ready();
    const said = await drill();
    const [, back, all] = /^(\d+) of (\d+) back/m.exec(said) ?? [];
    expect([Number(all) > 0, back]).toEqual([true, all]);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  onLinux('leaves no process behind when it is killed, and starts again on its data', async () => {
    const secret = await readFile(path.join(dataDir, 'secret'), 'utf8');
    const killed = begin();
    await killed.ready();
    killed.child.kill('SIGKILL');
    await killed.ended;

    const again = begin();
    await again.ready();
    expect(await readFile(path.join(dataDir, 'secret'), 'utf8')).toBe(secret);
    again.child.kill('SIGKILL');
    expect(await leftOf(dataDir)).toEqual([]);
  });

  it('keeps its secret from other users', async () => {
    expect((await stat(path.join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('says in one line that the port is taken', async () => {
    const server = await listen(Number(port));
    const run = begin();
    expect(await run.ended).toBe(1);
    expect(run.output()).toBe(
      `Port ${port} is taken by another program: choose another, for example PORT=${Number(port) + 1}.\n`,
    );
    await new Promise((resolve) => server.close(resolve));
  });

  it('says in one line that nothing can be written to its data directory', async () => {
    const file = path.join(dataDir, 'secret', 'data');
    const run = begin({ ROPELINE_DATA_DIR: file });
    expect(await run.ended).toBe(1);
    expect(run.output()).toBe(
      `Nothing can be written to ${file} (a file of that name is in the way): set another ROPELINE_DATA_DIR.\n`,
    );
  });

  it('says in one line that its host is not of this machine', async () => {
    const run = begin({ ROPELINE_HOST: '192.0.2.1' });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/^ROPELINE_HOST must be an address of this machine[^\n]*192\.0\.2\.1\.\n$/);
  });

  it('says in one line that a setting is unknown, and starts nothing', async () => {
    const run = begin({ ROPELINE_COLOUR: 'red' });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/^Ropeline cannot start: [^\n]*ROPELINE_COLOUR[^\n]*\n$/);
  });

  it('has no demo in production: without https it does not start', async () => {
    const run = begin({ PUBLIC_URL: 'http://tickets.example' });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/^Ropeline cannot start: PUBLIC_URL[^\n]*https[^\n]*\n$/);
  });
});
