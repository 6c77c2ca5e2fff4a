// Prisma's schema engine as WebAssembly, which needs no download from the vendor's host.
// Works around four defects of adapter-pg 7.10.1, each where it applies.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

const CHAR_OID = 18; // the catalog's one-byte type "char"
const TEXT_OID = 25;

const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
const program = new WebAssembly.Module(readFileSync(path.join(path.dirname(script), 'schema_engine_bg.wasm')));
const instance = new WebAssembly.Instance(program, { './schema_engine_bg.js': withoutLingeringTimers(engine) });
engine.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

/** The engine never clears the timeout of its lock, which would keep our process alive for 10 s after the work. */
function withoutLingeringTimers(imports) {
  const name = Object.keys(imports).find((key) => key.startsWith('__wbg_setTimeout_'));
  return { ...imports, [name]: (work, ms) => setTimeout(work, ms).unref() };
}

/** Defect 1: the adapter does not know "char", which the engine expects as Character. */
function knowingChar(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let columns = []; // the engine runs one query at a time
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    columns = (result.fields ?? []).flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []));
    for (const index of columns) result.fields[index].dataTypeID = TEXT_OID;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of columns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

/**
 * Defect 2: the adapter splits scripts at every semicolon, even within literals and functions, and sends the pieces
 * over arbitrary connections. Sent whole, a migration is one transaction and thus atomic.
 */
function sendingWhole(adapter) {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

const mended = (adapter) => sendingWhole(knowingChar(adapter));

class Postgres extends PrismaPg {
  #url;
  #open = [];

  constructor(url) {
    super({ connectionString: url });
    this.#url = url;
  }

  async connect() {
    const adapter = mended(await super.connect());
    this.#open.push(adapter);
    return adapter;
  }

  /**
   * Defects 3 and 4: the adapter drops the shadow database while connected to it, and its URL overrides the new name.
   */
  async connectToShadowDb() {
    const name = `shadow_${Date.now()}_${process.pid}`;
    const main = await this.connect();
    await main.executeScript(`CREATE DATABASE "${name}"`);
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    const shadow = mended(await new PrismaPg({ connectionString: url.href }).connect());
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await main.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    };
    return shadow;
  }

  /** Closes connections left open by the engine, which would block copying or dropping the database. */
  async close() {
    for (const adapter of this.#open.splice(0)) await adapter.dispose().catch(() => {});
  }
}

/** Runs `work(engine)` against the database at `url`, with `datamodels` as `[path, content]` pairs, and disconnects. */
export async function withEngine(url, datamodels, work) {
  const postgres = new Postgres(url);
  try {
    const opened = await engine.SchemaEngine.new(
      { datamodels },
      () => {},
      bindMigrationAwareSqlAdapterFactory(postgres),
    );
    return await work(opened);
  } finally {
    await postgres.close();
  }
}
