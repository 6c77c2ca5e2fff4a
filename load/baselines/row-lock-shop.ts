// The textbook ticket shop: one row per seat, held in a transaction that locks the rows.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const { DATABASE_URL = '', SEATS = '20000' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 16 });
await pool.query(`
  DROP TABLE IF EXISTS shop_seat;
  CREATE TABLE shop_seat (id int PRIMARY KEY, held_by text, held_until timestamptz);
  INSERT INTO shop_seat (id) SELECT generate_series(1, ${Number(SEATS)})`);

async function hold(seats: number[], fan: string): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const free = await client.query(
      'SELECT id FROM shop_seat WHERE id = ANY($1) AND (held_until IS NULL OR held_until < now()) ORDER BY id FOR UPDATE',
      [seats],
    );
    if (free.rowCount !== seats.length) {
      await client.query('ROLLBACK');
      return false;
    }
    await client.query(`UPDATE shop_seat SET held_by = $2, held_until = now() + interval '8 min' WHERE id = ANY($1)`, [
      seats,
      fan,
    ]);
    await client.query('COMMIT');
    return true;
  } finally {
    client.release();
  }
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    const { seats, fan } = JSON.parse(body) as { seats: number[]; fan: string };
    hold(seats, fan)
      .then((held) => response.writeHead(held ? 201 : 409, { 'content-length': 0 }).end())
      .catch(() => response.writeHead(500, { 'content-length': 0 }).end());
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
