import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { escapeLike } from '../../platform/prisma/like.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface AuditSearch {
  /** Literal substring of an action, a subject, a name or the details; empty matches all. */
  text: string;
  subject: string | null;
  actor: string | null;
  /** An action or a dotted prefix of one: `sale` matches `sale.pause`. */
  action: string | null;
  from: Date | null;
  to: Date | null;
  /** Returns only entries older than this one; null starts with the newest. */
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
  /** Place in the hash chain; null until it is sealed, seconds later. */
  seq: bigint | null;
  hash: string | null;
}

/** The audit log joined with display names. Substring search scans many rows: meant for people, not programs. */
@Injectable()
export class AuditLogRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns the newest entries first, at most `limit`. */
  async search(search: AuditSearch, limit: number): Promise<AuditRow[]> {
    const conditions = conditionsOf(search);
    const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`;
    return await this.prisma.$queryRaw<AuditRow[]>`
      SELECT a.id, a.at, a.actor, m.name AS "actorName", a.action, a.subject, COALESCE(s.name, other.name) AS "subjectName", a.data, a.seq, a.hash
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
