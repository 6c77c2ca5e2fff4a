// usage: DATABASE_URL=… npm run skip-ahead          (while all nodes are stopped)
// After a failover to a Postgres that lacks the last commits of its predecessor: numbers and epochs that may have been
// given out must not be given again. Raises them beyond what can have been lost for every sale that is not over.
import pg from 'pg';

/** More numbers than a line takes in the seconds that an asynchronous standby lags behind. */
const NUMBERS = 20_000;
/** Each loss of Redis takes one. */
const EPOCHS = 10;

const SQL = `
  WITH live AS (SELECT id, slug FROM sale WHERE state NOT IN ('draft', 'closed')),
  epochs AS (UPDATE queue_sale q SET epoch = epoch + $2 FROM live WHERE q.sale_id = live.id AND q.epoch > 0 RETURNING q.sale_id, q.epoch),
  lanes AS (UPDATE queue_lane l SET reserved = reserved + $1 FROM epochs WHERE l.sale_id = epochs.sale_id RETURNING l.sale_id)
  SELECT live.slug, epochs.epoch, (SELECT count(*) FROM lanes WHERE lanes.sale_id = live.id) AS lanes
    FROM epochs JOIN live ON live.id = epochs.sale_id ORDER BY live.slug`;

if (!process.env.DATABASE_URL) {
  console.error('usage: DATABASE_URL=… npm run skip-ahead');
  process.exit(1);
}
const client = new pg.Client({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 10_000 });
await client.connect();
try {
  const { rows } = await client.query(SQL, [NUMBERS, EPOCHS]);
  for (const { slug, epoch, lanes } of rows)
    console.log(`${slug}: epoch ${epoch}, ${NUMBERS} numbers skipped in ${lanes} lane(s)`);
  console.log(`${rows.length} sale(s) skipped ahead; start the nodes`);
} finally {
  await client.end();
}
