import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface AuditSearch {
  /** Part of an action, a subject, a name or the details, to the letter; empty: all. */
  text: string;
  subject: string | null;
  actor: string | null;
  /** An action, or its beginning up to a dot: `sale` finds `sale.pause`. */
  action: string | null;
  from: Date | null;
  to: Date | null;
  /** Only entries before this one; null begins with the newest. */
  before: bigint | null;
}
export interface AuditRow {
  id: bigint;
  at: Date;
  actor: string;
  actorName: string | null;
  action: string;
  subject: string;
  subjectName: string | null;
  data: unknown;
}

/** The log with the names that people know. Searching by part of a text reads many rows: it is for people. */
@Injectable()
export class AuditLogRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** The newest first, at most `limit`. */
  async search(search: AuditSearch, limit: number): Promise<AuditRow[]> {
    const conditions = conditionsOf(search);
    const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`;
    return await this.prisma.$queryRaw<AuditRow[]>`
      SELECT a.id, a.at, a.actor, m.name AS "actorName", a.action, a.subject, COALESCE(s.name, other.name) AS "subjectName", a.data
      FROM audit_entry a LEFT JOIN member m ON a.actor = 'member:' || m.id LEFT JOIN sale s ON s.id = a.subject
        LEFT JOIN member other ON a.subject = 'member:' || other.id
      ${where} ORDER BY a.id DESC LIMIT ${limit}::int`;
  }
}

function conditionsOf({ text, subject, actor, action, from, to, before }: AuditSearch): Prisma.Sql[] {
  const part = `%${escapeLike(text)}%`;
  return [
    ...(before === null ? [] : [Prisma.sql`a.id < ${before}`]),
    ...(subject === null ? [] : [Prisma.sql`a.subject = ${subject}`]),
    ...(actor === null ? [] : [Prisma.sql`a.actor = ${actor}`]),
    ...(action === null ? [] : [Prisma.sql`(a.action = ${action} OR a.action LIKE ${`${escapeLike(action)}.%`})`]),
    ...(from === null ? [] : [Prisma.sql`a.at >= ${from}`]),
    ...(to === null ? [] : [Prisma.sql`a.at <= ${to}`]),
    ...(text === ''
      ? []
      : [
          Prisma.sql`(a.action ILIKE ${part} OR a.subject ILIKE ${part} OR m.name ILIKE ${part} OR s.name ILIKE ${part} OR a.data::text ILIKE ${part})`,
        ]),
  ];
}

/** The text as a LIKE pattern that matches nothing but itself. */
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
