// usage: node scripts/migrate.mjs deploy | diff <name> | drift | status
// Needs DATABASE_URL; without it, diff uses a private database.
// Uses the layout of Prisma's own CLI: prisma/schema/*.prisma and prisma/migrations/.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const PRISMA = fileURLToPath(new URL('../prisma', import.meta.url));
const LOCK = 'provider = "postgresql"\n';
const filters = { externalTables: [], externalEnums: [] };

function schemaFiles(root) {
  const folder = path.join(root, 'schema');
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.prisma'));
  return names
    .sort()
    .map((name) => ({ path: path.join('schema', name), content: fs.readFileSync(path.join(folder, name), 'utf8') }));
}

const folders = (folder) =>
  (fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [])
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

function migrationsList(root) {
  const baseDir = path.join(root, 'migrations');
  const migrationDirectories = folders(baseDir)
    .sort()
    .map((name) => {
      const value = fs.readFileSync(path.join(baseDir, name, 'migration.sql'), 'utf8');
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
    });
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: LOCK },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}

const checksumOf = ({ migrationFile }) => createHash('sha256').update(migrationFile.content.value).digest('hex');

async function withSchema(url, root, work) {
  const { withEngine } = await import('./lib/schema-engine.mjs'); // loading takes half a second, so only on demand
  const files = schemaFiles(root);
  const models = files.map((file) => [file.path, file.content]);
  return withEngine(url, models, (engine) => work(engine, files));
}

const difference = (engine, from, files) =>
  engine.diff({
    from,
    to: { tag: 'schemaDatamodel', files },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters,
  });

const isEmpty = (sql) => !sql?.trim() || /empty migration/i.test(sql);

/** Returns whether the database has exactly these migrations, unchanged and fully applied. */
async function isUpToDate(url, root) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const wanted = new Map(migrationsList(root).migrationDirectories.map((entry) => [entry.path, checksumOf(entry)]));
    return rows.length === wanted.size && rows.every((row) => row.done && wanted.get(row.name) === row.checksum);
  } catch {
    return false; // a new or unreachable database, which the engine reports better
  } finally {
    await client.end().catch(() => {});
  }
}

/** Like `deploy`, but does not load the engine when there is nothing to do. */
export const deployIfNeeded = async (url, { root = PRISMA } = {}) =>
  (await isUpToDate(url, root)) ? [] : deploy(url, { root });

/** Applies pending migrations. Returns their names. */
export const deploy = (url, { root = PRISMA } = {}) =>
  withSchema(
    url,
    root,
    async (engine) =>
      (await engine.applyMigrations({ migrationsList: migrationsList(root), filters })).appliedMigrationNames,
  );

/** Migrations are applied in the order of their names, so each is named after the last, whatever the clock says. */
function stampAfter(last, now) {
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const before = last?.slice(0, 14) ?? '';
  return stamp > before ? stamp : String(BigInt(before) + 1n);
}

/**
 * Writes the migration from the existing migrations to the schema. Returns its name, or null if there is no difference.
 */
export const diff = (url, name, { root = PRISMA, now = new Date() } = {}) =>
  withSchema(url, root, async (engine, files) => {
    const list = migrationsList(root);
    const from = list.migrationDirectories.length > 0 ? { tag: 'migrations', ...list } : { tag: 'empty' };
    const { stdout } = await difference(engine, from, files);
    if (isEmpty(stdout)) return null;
    const folder = `${stampAfter(list.migrationDirectories.at(-1)?.path, now)}_${name}`;
    fs.mkdirSync(path.join(root, 'migrations', folder), { recursive: true });
    fs.writeFileSync(path.join(root, 'migrations', folder, 'migration.sql'), stdout);
    fs.writeFileSync(path.join(root, 'migrations', 'migration_lock.toml'), LOCK);
    return folder;
  });

/** Returns the SQL from the actual database to the schema, or null if they agree. */
export const drift = (url, { root = PRISMA } = {}) =>
  withSchema(url, root, async (engine, files) => {
    const { stdout } = await difference(engine, { tag: 'schemaDatasource', files, configDir: '.' }, files);
    return isEmpty(stdout) ? null : stdout;
  });

/** Returns the engine's diagnosis of the history: edited, failed and pending migrations. */
export const status = (url, { root = PRISMA } = {}) =>
  withSchema(url, root, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList: migrationsList(root), optInToShadowDatabase: false, filters }),
  );

/** Returns what failed without the engine's stack, which is about WebAssembly: its message names the statement. */
export function explainFailure(error) {
  const { name, message = '', code = '' } = error ?? {};
  if (['TypeError', 'ReferenceError', 'SyntaxError'].includes(name)) return error.stack; // a fault of ours
  return `The database could not be migrated: ${message.trim() || code || String(error)}`;
}

async function withScratchDatabase(work) {
  const { startPostgres } = await import('./services.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-migrate-'));
  const postgres = await startPostgres(path.join(folder, 'postgres'), { durable: false });
  try {
    return await work(postgres.url);
  } finally {
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function main([command, name], url, options) {
  const commands = { deploy, drift, status };
  if (command === 'diff' && /^[a-z0-9_]+$/.test(name ?? '')) {
    const write = (address) => diff(address, name, options);
    console.log((await (url ? write(url) : withScratchDatabase(write))) ?? 'no change');
  } else if (Object.hasOwn(commands, command ?? '') && url) {
    const answer = await commands[command](url, options);
    console.log(typeof answer === 'string' ? answer : JSON.stringify(answer ?? 'no drift'));
    if (command === 'drift' && answer !== null) process.exitCode = 2;
  } else {
    console.error('usage: DATABASE_URL=… node scripts/migrate.mjs deploy | diff <name_in_snake_case> | drift | status');
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // a folder other than prisma/, for tests
  const root = process.env.PRISMA_ROOT;
  await main(process.argv.slice(2), process.env.DATABASE_URL, root ? { root: path.resolve(root) } : {}).catch(
    (error) => {
      console.error(explainFailure(error));
      process.exitCode = 1;
    },
  );
}
