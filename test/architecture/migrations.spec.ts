import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { breaksOf } from '../support/migration-compatibility.js';
import { largeTables, locksOf } from '../support/migration-locks.js';

/** Earlier migrations were written before the first installation had data. */
const FIRST_JUDGED = '20261127300000';
/** Merged before compatibility was judged; applied migrations are never edited, so their reasons stand here. */
const ACCEPTED: Readonly<Record<string, string>> = {
  '20261127340000_turn_mails': 'older nodes answer 500 to a push: docs/deploying.md, "Updating"',
  '20261127350100_buyer_messages': 'mail_known allows all that it allowed: its new parts are about message_id',
  '20261127350120_mail_message_person': 'older nodes leave message_id null',
  '20261130000210_stock_change_asking_index': 'older nodes leave asking null',
  '20261130000220_audit_entry_approval': 'older nodes write no approvalId',
};

const names = readdirSync('prisma/migrations')
  .filter((name) => /^\d/.test(name))
  .toSorted();
const sqlOf = (name: string): string => readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8');
const judged = names.filter((name) => name >= FIRST_JUDGED);

describe('a migration', () => {
  it('holds no lock on a large table longer than a moment', () => {
    for (const name of judged) expect({ name, locks: locksOf(sqlOf(name)) }).toEqual({ name, locks: [] });
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
    'DROP TRIGGER told ON outbox; CREATE TRIGGER told AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION tell()',
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
    'CREATE OR REPLACE TRIGGER told AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION tell();',
    'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN UPDATE orders SET x = 1; END $$ LANGUAGE plpgsql;',
  ])('is fine: %s', (sql) => {
    expect(locksOf(sql)).toEqual([]);
  });
});

describe('nodes of the version before', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const earlier = `
    CREATE TABLE "push" ("id" TEXT, "due" TEXT, CONSTRAINT "push_pkey" PRIMARY KEY ("id"));
    CREATE UNIQUE INDEX "push_member" ON "push"("member");
    CREATE INDEX "push_due" ON "push"("due");`;
  const breaks = (sql: string): string[] => breaksOf(sql, earlier, '0.2.0');

  it('keep working beside every migration', () => {
    for (const [index, name] of names.entries()) {
      if (name < FIRST_JUDGED) continue;
      const found = breaksOf(sqlOf(name), names.slice(0, index).map(sqlOf).join('\n'), version);
      if (name in ACCEPTED) expect([name, found.length]).not.toEqual([name, 0]);
      else expect({ name, found }).toEqual({ name, found: [] });
    }
  });
  it.each([
    'ALTER TABLE "push" ADD COLUMN "channel" TEXT NOT NULL',
    "ALTER TABLE push ADD channel TEXT NOT NULL CHECK (channel IN ('a', 'b'))",
    'ALTER TABLE push ADD COLUMN checked_at TIMESTAMPTZ NOT NULL',
    'ALTER TABLE "push" DROP COLUMN "due"',
    'ALTER TABLE "push" RENAME COLUMN "due" TO "next"',
    'ALTER TABLE "push" RENAME TO "pushes"',
    'ALTER TABLE "push" ALTER COLUMN "due" TYPE INTEGER',
    'ALTER TABLE "push" ALTER COLUMN "due" SET NOT NULL',
    'ALTER TABLE "push" ALTER COLUMN "due" DROP DEFAULT',
    'ALTER TABLE "push" DROP CONSTRAINT "push_pkey"',
    'DROP INDEX "push_member"',
    'DROP INDEX CONCURRENTLY push_member',
    'DROP TABLE "push"',
    'DROP FUNCTION told()',
    'DROP TRIGGER told ON push',
    "ALTER TYPE lane RENAME VALUE 'a' TO 'b'",
  ])('would fail beside, whatever is said: %s', (sql) => {
    expect(breaks(sql)).toHaveLength(1);
    expect(breaks(`-- compatible: nobody has ever written this\n${sql}`)).toHaveLength(1);
    expect(breaks(`-- unused since 0.2.0\n${sql}`)).toHaveLength(1);
    expect(breaks(`-- unused since 0.1.9\n${sql}`)).toEqual([]);
  });
  it.each([
    'ALTER TABLE "push" ADD CONSTRAINT "c" CHECK ("due" IN (\'turn\', \'nearly\'))',
    'ALTER TABLE "push" ADD COLUMN "x" TEXT, ADD CONSTRAINT "c" CHECK (("x" IS NULL) = ("due" IS NULL))',
    'ALTER TABLE push ADD FOREIGN KEY (due) REFERENCES due (id)',
    'CREATE UNIQUE INDEX CONCURRENTLY "push_one" ON "push"("due")',
    "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no'; END $$ LANGUAGE plpgsql; CREATE TRIGGER t BEFORE INSERT ON push FOR EACH ROW EXECUTE FUNCTION f()",
    'DO $$ BEGIN ALTER TABLE push DROP COLUMN due; END $$',
  ])('may be refused, unless a comment says why not: %s', (sql) => {
    expect(breaks(sql)).toHaveLength(1);
    expect(breaks(`-- unused since 0.1.9\n${sql}`)).toHaveLength(1);
    expect(breaks(`-- compatible: older nodes write only these\n${sql}`)).toEqual([]);
  });
  it.each([
    'ALTER TABLE "push" ADD COLUMN "channel" TEXT NOT NULL DEFAULT \'push\', ADD COLUMN "person" TEXT',
    'ALTER TABLE "push" ADD COLUMN "kind" TEXT, ADD CONSTRAINT "c" CHECK ("kind" IN (\'a,b\', \'c\')) NOT VALID',
    'ALTER TABLE "push" ADD COLUMN "sale_id" TEXT; ALTER TABLE "push" ADD CONSTRAINT "f" FOREIGN KEY ("sale_id") REFERENCES "sale"("id")',
    'ALTER TABLE "push" ALTER COLUMN "due" DROP NOT NULL, ALTER COLUMN "due" SET DEFAULT \'turn\'',
    'ALTER TABLE "push" DROP CONSTRAINT "push_due_known"',
    'ALTER TABLE "push" VALIDATE CONSTRAINT "c"',
    'DROP INDEX CONCURRENTLY "push_due"',
    'DROP TRIGGER told ON push; CREATE TRIGGER told AFTER INSERT ON push FOR EACH ROW EXECUTE FUNCTION tell()',
    'CREATE TABLE "woken" ("id" TEXT NOT NULL); CREATE UNIQUE INDEX "woken_id" ON "woken"("id"); ALTER TABLE "woken" ADD CHECK ("id" <> \'\')',
    'CREATE INDEX CONCURRENTLY "push_next" ON "push"("due")',
  ])('do not mind: %s', (sql) => {
    expect(breaks(sql)).toEqual([]);
  });
});
