import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { emptyDatabase } from '../../support/services.js';

const MIGRATIONS = 'prisma/migrations';
const WISHES = '20261126210000_payment_wishes';
const sqlOf = (name: string) => readFileSync(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8');

describe('the migration to wishes in the row of the payment', () => {
  it('carries every open command over, and the fact that a refund was asked for', async () => {
    const client = new pg.Client({ connectionString: await emptyDatabase() });
    await client.connect();
    const folders = readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders.sort((a, b) => a.name.localeCompare(b.name)))
      if (name < WISHES) await client.query(sqlOf(name));
    await client.query(`INSERT INTO payment (id, order_id, attempt, state, amount_minor, currency, intent_id) VALUES
      ('pay_b', 'ord_b', 1, 'creating', 500, 'EUR', NULL), ('pay_c', 'ord_c', 1, 'authorized', 500, 'EUR', 'pi_c'),
      ('pay_d', 'ord_d', 1, 'captured', 500, 'EUR', 'pi_d'), ('pay_e', 'ord_e', 1, 'refunded', 500, 'EUR', 'pi_e')`);
    const create = JSON.stringify({ amountMinor: 500, currency: 'EUR', saleId: 'sale_1' });
    await client.query(
      `INSERT INTO payment_command (order_id, attempt, kind, data, tries, key_round, done_at) VALUES
        ('ord_a', 1, 'create', $1, 0, 1, NULL),
        ('ord_b', 1, 'create', $1, 2, 3, NULL), ('ord_b', 1, 'cancel', '{}', 1, 1, NULL),
        ('ord_c', 1, 'create', $1, 1, 1, now()), ('ord_c', 1, 'capture', '{}', 1, 1, NULL),
        ('ord_d', 1, 'refund', '{"amountMinor": 300}', 0, 1, NULL),
        ('ord_e', 1, 'refund', '{"amountMinor": 500}', 1, 1, now())`,
      [create],
    );
    await client.query(sqlOf(WISHES));
    const { rows } = await client.query(
      `SELECT order_id, state, wants, tries, key_round, sale_id, refund_wanted_minor::int AS refund FROM payment ORDER BY order_id`,
    );
    await client.end();
    const row = { state: 'creating', wants: 'create', tries: 0, key_round: 1, sale_id: 'sale_1', refund: null };
    expect(rows).toEqual([
      { ...row, order_id: 'ord_a' },
      { ...row, order_id: 'ord_b', wants: 'cancel', tries: 2, key_round: 3 },
      { ...row, order_id: 'ord_c', state: 'authorized', wants: 'capture', tries: 1 },
      { ...row, order_id: 'ord_d', state: 'captured', wants: 'refund', sale_id: '', refund: 300 },
      { ...row, order_id: 'ord_e', state: 'refunded', wants: null, sale_id: '', refund: 500 },
    ]);
  });
});
