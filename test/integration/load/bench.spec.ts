import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freshDatabase, freshRedis } from '../../support/services.js';

const TIME_LIMIT_MS = 60_000;

interface BenchFile {
  machine: { node: string };
  rows: { id: string; measured: number | null; baseline: number | null; raw: { measured: number[] } }[];
}

async function bench(args: string[], env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['dist/load/bench/main.js', ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

describe('the bench', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ropeline-bench-spec-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it(
    'measures a door beside its baseline, prints the table and keeps the raw figures',
    async () => {
      const json = path.join(folder, 'bench.json');
      const { code, output } = await bench(['--quick', '--only', 'snapshot', '--json', json], {
        DATABASE_URL: await freshDatabase(),
        REDIS_URL: (await freshRedis({ appendonly: false })).url,
        LOAD_FOLDER: folder,
      });
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toMatch(/P8 +snapshot over HTTP +[\d,.]+\/s +Fastify hello +[\d,.]+\/s/);
      const { machine, rows } = JSON.parse(await readFile(json, 'utf8')) as BenchFile;
      expect(machine.node).toBe(process.version);
      expect(rows).toHaveLength(1);
      expect(rows[0]?.raw.measured).toHaveLength(1);
      expect(rows[0]?.baseline).toBeGreaterThan(0);
    },
    TIME_LIMIT_MS,
  );

  it('says how it is used without any store', async () => {
    const { code, output } = await bench(['--help'], {});
    expect(code).toBe(0);
    expect(output).toContain('usage: npm run bench');
  });

  it('refuses a row that it does not know, in one line', async () => {
    const { code, output } = await bench(['--only', 'nothing'], {});
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
  });
});
