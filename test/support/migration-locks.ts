import { createdTables, statementsOf } from './migration-sql.js';

/** Tables that grow with sales: a statement that reads or rewrites one while holding a strong lock stops purchases. */
export const largeTables: readonly string[] = [
  'access_code',
  'audit_entry',
  'idempotent_call',
  'live_history',
  'mail',
  'order_item',
  'orders',
  'outbox',
  'payment',
  'payment_fact',
  'payment_refund',
  'quota',
  'seat',
  'stream_event',
  'stripe_event',
  'ticket',
  'ticket_scan',
  'webhook_attempt',
  'webhook_message',
];

const risks: readonly { risk: string; found: RegExp; unless?: RegExp }[] = [
  {
    risk: 'an index is built under a lock: CREATE INDEX CONCURRENTLY, alone in its migration',
    found: /^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)(?:IF NOT EXISTS )?\S+ ON (?:ONLY )?"?(\w+)/i,
  },
  {
    risk: 'a constraint is checked under a lock: add it NOT VALID, validate it in a later migration',
    found: /^ALTER TABLE (?:ONLY )?"?(\w+)"?[\s\S]*\bADD (?:CONSTRAINT \S+ )?(?:CHECK|FOREIGN KEY)/i,
    unless: /\bNOT VALID$/i,
  },
  {
    risk: 'a unique constraint builds its index under a lock: CREATE UNIQUE INDEX CONCURRENTLY first, then USING INDEX',
    found: /^ALTER TABLE (?:ONLY )?"?(\w+)"?[\s\S]*\bADD (?:CONSTRAINT \S+ )?(?:UNIQUE|PRIMARY KEY)/i,
    unless: /\bUSING INDEX\b/i,
  },
  {
    risk: 'the table is read under a lock: validate CHECK (… IS NOT NULL) first',
    found: /^ALTER TABLE (?:ONLY )?"?(\w+)"?[\s\S]*\bSET NOT NULL/i,
  },
  {
    risk: 'the table is rewritten: add a column, fill it in batches, read the new one',
    found: /^ALTER TABLE (?:ONLY )?"?(\w+)"?[\s\S]*\bALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b/i,
  },
  {
    risk: 'the table is rewritten: add the column without its default, then set it',
    found:
      /^ALTER TABLE (?:ONLY )?"?(\w+)"?[\s\S]*\bADD (?:COLUMN )?[\s\S]*\bDEFAULT\b[^,]*(?:gen_random_uuid|random|clock_timestamp|nextval)\(/i,
  },
  {
    risk: 'all rows change in one transaction: change them in batches, by a task',
    found: /^(?:UPDATE|DELETE FROM) (?:ONLY )?"?(\w+)/i,
  },
  {
    risk: 'a dropped trigger waits for every reader, a backup too, and writers behind it: CREATE OR REPLACE TRIGGER',
    found: /^DROP TRIGGER (?:IF EXISTS )?\S+ ON "?(\w+)/i,
  },
];

/** Returns why statements of a migration may stop purchases. A table that the migration creates is empty. */
export function locksOf(sql: string): string[] {
  const statements = statementsOf(sql);
  const created = createdTables(statements);
  const added = new Set([...sql.matchAll(/ADD CONSTRAINT "?(\w+)/gi)].map(([, name]) => name));
  const validated = [...sql.matchAll(/VALIDATE CONSTRAINT "?(\w+)/gi)].filter(([, name]) => added.has(name));
  return [
    ...statements.flatMap((statement) =>
      risks.flatMap(({ risk, found, unless }) => {
        const table = found.exec(statement)?.[1] ?? '';
        const isRisk = largeTables.includes(table) && !created.has(table) && unless?.test(statement) !== true;
        return isRisk ? [`${table}: ${risk}`] : [];
      }),
    ),
    ...validated.map(([, name]) => `${name}: validated in the transaction that added it, under its lock`),
    ...(/\bCONCURRENTLY\b/i.test(sql) && statements.length > 1
      ? ['CONCURRENTLY must be alone in its migration, outside a transaction']
      : []),
  ];
}
