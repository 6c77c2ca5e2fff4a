import type { Shop } from './shop.js';

const DEADLOCK = '40P01';
const MAX_TRIES = 20;

/** A dump of the shop's whole database, restored beneath its running node as an operator restores one between nodes. */
export class Dump {
  private static count = 0;

  private constructor(
    private readonly shop: Shop,
    private readonly schema: string,
    private readonly tables: readonly string[],
  ) {}

  static async take(shop: Shop): Promise<Dump> {
    const tables = await shop.rows<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
    );
    Dump.count += 1;
    const dump = new Dump(
      shop,
      `dump_${Dump.count}`,
      tables.map(({ name }) => name),
    );
    const copies = dump.tables.map((table) => `CREATE TABLE ${dump.schema}.${table} AS TABLE public.${table};`);
    // of one moment, as a dump is
    await shop.rows(`BEGIN ISOLATION LEVEL REPEATABLE READ; CREATE SCHEMA ${dump.schema}; ${copies.join(' ')} COMMIT`);
    return dump;
  }

  /** Replaces everything at once, without triggers. Repeated when it deadlocks with what the node does meanwhile. */
  async restore(): Promise<void> {
    const names = this.tables.map((table) => `public.${table}`).join(', ');
    const copies = this.tables.map((table) => `INSERT INTO public.${table} TABLE ${this.schema}.${table};`);
    const statement = `DO $$ BEGIN
      PERFORM set_config('session_replication_role', 'replica', true); TRUNCATE ${names}; ${copies.join(' ')} END $$`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.shop.rows(statement);
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== DEADLOCK || attempt === MAX_TRIES) throw error;
      }
    }
  }
}
