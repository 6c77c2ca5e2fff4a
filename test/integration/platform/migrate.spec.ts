import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { emptyDatabase } from '../../support/services.js';

const SCRIPT = path.join(process.cwd(), 'scripts', 'migrate.mjs');
const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';
const SEAT = 'model Seat {\n  id Int @id\n}\n';
const PRICED_SEAT = 'model Seat {\n  id Int @id\n  price Int\n}\n';

let root: string;
let url: string;

interface Ended {
  code: number;
  output: string;
}

/** Runs the script from the command line on a prisma folder of the spec's own. */
function migrate(...args: string[]): Promise<Ended> {
  const env = { ...process.env, DATABASE_URL: url, PRISMA_ROOT: root };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env, timeout: 15_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}`.trim() });
    });
  });
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const writeSchema = (model: string) => writeFile(path.join(root, 'schema', 'seats.prisma'), model);
const migrations = async () => (await readdir(path.join(root, 'migrations'))).filter((name) => /^\d{14}_/.test(name));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'ropeline-prisma-'));
  await mkdir(path.join(root, 'schema'));
  await writeFile(path.join(root, 'schema', '_base.prisma'), DATASOURCE);
  url = await emptyDatabase();
});

afterAll(() => rm(root, { recursive: true, force: true }));

// the tests build on each other: the history of one small database
describe('scripts/migrate.mjs', () => {
  it('writes and applies the first migration from a folder of schema files', async () => {
    await writeSchema(SEAT);
    expect((await migrate('diff', 'seats')).output).toMatch(/^\d{14}_seats$/);
    expect(JSON.parse((await migrate('deploy')).output)).toEqual(await migrations());
    expect(await query('SELECT id FROM "Seat"')).toEqual([]);
  });

  it('applies a second migration and its CHECK constraint to rows that are already there', async () => {
    await query('INSERT INTO "Seat" (id) VALUES (1)');
    await writeSchema(PRICED_SEAT.replace('price Int', 'price Int @default(0)'));
    const written = await migrate('diff', 'prices');
    const check = 'ALTER TABLE "Seat" ADD CONSTRAINT price_is_not_negative CHECK (price >= 0);\n';
    await appendFile(path.join(root, 'migrations', written.output, 'migration.sql'), check);

    expect(JSON.parse((await migrate('deploy')).output)).toEqual([written.output]);
    expect(await query('SELECT id, price FROM "Seat"')).toEqual([{ id: 1, price: 0 }]);
    await expect(query('INSERT INTO "Seat" (id, price) VALUES (2, -1)')).rejects.toThrow('price_is_not_negative');
  });

  it('sends a migration whole, semicolons in texts and functions included', async () => {
    const folder = path.join(root, 'migrations', '20991231000000_texts');
    await mkdir(folder);
    const sql = [
      `COMMENT ON TABLE "Seat" IS 'one; two';`,
      'CREATE FUNCTION three() RETURNS int AS $$ BEGIN PERFORM 1; RETURN 3; END $$ LANGUAGE plpgsql;',
    ];
    await writeFile(path.join(folder, 'migration.sql'), sql.join('\n'));
    expect((await migrate('deploy')).code).toBe(0);
    expect(await query(`SELECT obj_description('"Seat"'::regclass) AS text, three()`)).toEqual([
      { text: 'one; two', three: 3 },
    ]);
  });

  it('has nothing to do twice', async () => {
    expect(JSON.parse((await migrate('deploy')).output)).toEqual([]);
    expect((await migrate('diff', 'nothing')).output).toBe('no change');
  });

  it('reports no drift, then the column that somebody added by hand', async () => {
    expect(await migrate('drift')).toEqual({ code: 0, output: '"no drift"' });
    await query('ALTER TABLE "Seat" ADD COLUMN by_hand int');
    const drift = await migrate('drift');
    expect(drift.code).toBe(2);
    expect(drift.output).toContain('DROP COLUMN "by_hand"');
  });

  it('fails without changing anything when a migration is wrong', async () => {
    const broken = path.join(root, 'migrations', '29990101000000_broken');
    await mkdir(broken);
    await writeFile(path.join(broken, 'migration.sql'), 'CREATE TABLE half (id int); SELECT * FROM nowhere;');
    expect((await migrate('deploy')).code).not.toBe(0);
    expect(await query("SELECT 1 FROM pg_tables WHERE tablename = 'half'")).toEqual([]);
  });
});
