import pg from 'pg';

const CLIENTS = 8;

const TABLES = `
  DROP TABLE IF EXISTS bare_order, bare_item, bare_ticket, bare_outbox;
  CREATE TABLE bare_order (id text PRIMARY KEY, sale_id text NOT NULL, state text NOT NULL, total int NOT NULL, at timestamptz NOT NULL);
  CREATE TABLE bare_item (order_id text NOT NULL, line int NOT NULL, label text NOT NULL, amount int NOT NULL, PRIMARY KEY (order_id, line));
  CREATE TABLE bare_ticket (id text PRIMARY KEY, order_id text NOT NULL, barcode text NOT NULL UNIQUE);
  CREATE TABLE bare_outbox (id bigserial PRIMARY KEY, type text NOT NULL, payload jsonb NOT NULL)`;

const INSERT = `
  WITH o AS (INSERT INTO bare_order VALUES ($1, 'sale', 'paid', 4500, now()) RETURNING id),
       i AS (INSERT INTO bare_item SELECT id, 1, 'Standing', 4500 FROM o),
       t AS (INSERT INTO bare_ticket SELECT 'tkt_' || id, id, 'bar_' || id FROM o)
  INSERT INTO bare_outbox (type, payload) SELECT 'order.paid', jsonb_build_object('id', id) FROM o`;

/**
 * Measures how often 8 clients can insert the rows of a sold order (order, item, ticket, outbox) in one prepared
 * statement.
 */
export async function measureOrderRows(databaseUrl: string, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CLIENTS });
  try {
    await pool.query(TABLES);
    let count = 0;
    const startedAt = performance.now();
    const until = startedAt + seconds * 1000;
    const lane = async (_: unknown, client: number): Promise<void> => {
      for (let n = 0; performance.now() < until; n += 1) {
        await pool.query({ name: 'bare-order', text: INSERT, values: [`ord_${client}_${n}`] });
        count += 1;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, lane));
    return count / ((performance.now() - startedAt) / 1000);
  } finally {
    await pool.end();
  }
}
