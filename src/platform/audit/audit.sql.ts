import { Prisma } from '../../generated/prisma/client.js';

/**
 * Logs what a statement does, so that neither is lost without the other. To be put into a CTE of that statement.
 * @param select yields actor, action, subject, data jsonb, under the same rules as AuditService
 */
export function auditInsertFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO audit_entry (actor, action, subject, data) ${select}`;
}
