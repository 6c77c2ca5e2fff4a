import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { largeTables, locksOf } from '../support/migration-locks.js';

/** Earlier migrations were written before the first installation had data. */
const FIRST_JUDGED = '20261127300000';

describe('a migration', () => {
  it('holds no lock on a large table longer than a moment', () => {
    const names = readdirSync('prisma/migrations').filter((name) => name >= FIRST_JUDGED && /^\d/.test(name));
    for (const name of names) {
      const locks = locksOf(readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8'));
      expect({ name, locks }).toEqual({ name, locks: [] });
    }
  });
  it('is judged by tables that exist', () => {
    const schema = readdirSync('prisma/schema').map((file) => readFileSync(`prisma/schema/${file}`, 'utf8'));
    for (const table of largeTables) expect(schema.join('\n')).toContain(`@@map("${table}")`);
  });
  it.each([
    'CREATE INDEX "orders_x" ON "orders"("x")',
    'ALTER TABLE "orders" ADD CONSTRAINT "c" CHECK ("x" > 0)',
    'ALTER TABLE orders ADD FOREIGN KEY (sale_id) REFERENCES sale (id)',
    'ALTER TABLE "ticket" ADD CONSTRAINT "u" UNIQUE ("x")',
    'ALTER TABLE "ticket" ALTER COLUMN "x" SET NOT NULL',
    'ALTER TABLE "ticket" ALTER COLUMN "x" TYPE BIGINT',
    `ALTER TABLE "mail" ADD COLUMN "x" TEXT NOT NULL DEFAULT gen_random_uuid()`,
    'UPDATE "orders" SET "x" = 1',
    'ALTER TABLE "orders" ADD CONSTRAINT "c" CHECK (x > 0) NOT VALID; ALTER TABLE "orders" VALIDATE CONSTRAINT "c"',
    'CREATE INDEX CONCURRENTLY "i" ON "orders"("x"); SELECT 1',
  ])('is refused: %s', (sql) => {
    expect(locksOf(sql)).toHaveLength(1);
  });
  it.each([
    'CREATE INDEX CONCURRENTLY "orders_x" ON "orders"("x");',
    'ALTER TABLE "orders" ADD CONSTRAINT "c" CHECK ("x" > 0) NOT VALID;',
    'ALTER TABLE "orders" VALIDATE CONSTRAINT "c";',
    `ALTER TABLE "orders" ADD COLUMN "x" TEXT NOT NULL DEFAULT '';`,
    'CREATE TABLE "orders" ("id" TEXT); CREATE INDEX "orders_x" ON "orders"("id");',
    'CREATE INDEX "member_x" ON "member"("x");',
    'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN UPDATE orders SET x = 1; END $$ LANGUAGE plpgsql;',
  ])('is fine: %s', (sql) => {
    expect(locksOf(sql)).toEqual([]);
  });
});
