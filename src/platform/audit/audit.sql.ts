import type { ActionCode } from '../../contract/staff/action-words.js';
import { Prisma } from '../../generated/prisma/client.js';

/** A value that fits a JSON column. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Who did what to what. `data` holds no secret and no personal data beyond ids. Of one `data.approvalId` the database
 * takes one entry: a change that is logged in its own transaction cannot be carried out twice for it.
 */
export interface AuditEntry {
  actor: string;
  action: ActionCode;
  subject: string;
  data?: { readonly [key: string]: Json };
}

/**
 * Logs what a statement does, so that neither is lost without the other. To be put into a CTE of that statement; then
 * call AuditService.wrote().
 * @param select yields actor, action, subject, data jsonb, under the same rules as AuditService
 */
export function auditInsertFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO audit_entry (actor, action, subject, data) ${select}`;
}

/**
 * Logs an entry for each row of a CTE, which is the change that it tells of.
 * @param entry null: nothing is logged
 */
export function auditOf(moved: Prisma.Sql, entry: AuditEntry | null): Prisma.Sql {
  return auditInsertFrom(Prisma.sql`
    SELECT ${entry?.actor ?? ''}::text, ${entry?.action ?? ''}::text, ${entry?.subject ?? ''}::text, ${JSON.stringify(entry?.data ?? {})}::jsonb
    FROM ${moved} WHERE ${entry !== null}::boolean`);
}

/** Logs an entry within a transaction that makes the change. */
export const auditInsert = (entry: AuditEntry): Prisma.Sql => auditOf(Prisma.sql`(SELECT 1) AS done`, entry);

/** Logs an entry unless one was made for the same approval. */
export const auditOnce = (entry: AuditEntry): Prisma.Sql => Prisma.sql`${auditInsert(entry)} ON CONFLICT DO NOTHING`;

export const approvalOf = (entry: AuditEntry | undefined): string | null => {
  const id = entry?.data?.['approvalId'];
  return typeof id === 'string' ? id : null;
};
