import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface PartnerLogSearch {
  /** An action or a dotted prefix of one: `webhook` matches `webhook.update`. */
  action: string | null;
  /** Returns only entries older than this one; null starts with the newest. */
  before: bigint | null;
}
export interface PartnerLogRow {
  id: bigint;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  data: Record<string, unknown>;
  /** Name of the partner's own key that acted. */
  keyName: string | null;
  /** E-mail of the partner's own person who acted. */
  memberEmail: string | null;
  subjectName: string | null;
}

/** The entries of the audit log that name a partner. */
@Injectable()
export class PartnerLogRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns the newest entries first, at most `limit`. Keys and people are named only if they are the partner's. */
  async search(partnerId: string, { action, before }: PartnerLogSearch, limit: number): Promise<PartnerLogRow[]> {
    const older = before === null ? Prisma.empty : Prisma.sql`AND id < ${before}`;
    const ofAction =
      action === null ? Prisma.empty : Prisma.sql`AND (action = ${action} OR starts_with(action, ${`${action}.`}))`;
    return await this.prisma.$queryRaw<PartnerLogRow[]>`
      WITH page AS (
        SELECT id, at, actor, action, subject, data FROM audit_entry
         WHERE data->>'partnerId' = ${partnerId} ${older} ${ofAction} ORDER BY id DESC LIMIT ${limit}::int)
      SELECT a.id, a.at, a.actor, a.action, a.subject, a.data, k.name AS "keyName", m.email AS "memberEmail",
             coalesce(e.url, s.name, p.name, other_key.name, other_member.email) AS "subjectName"
        FROM page a
        LEFT JOIN api_key k ON k.partner_id = ${partnerId} AND a.actor = 'key:' || k.id
        LEFT JOIN partner_member m ON m.partner_id = ${partnerId} AND a.actor = 'partner_member:' || m.id
        LEFT JOIN webhook_endpoint e ON e.id = a.subject AND e.stream_id = ${partnerId}
        LEFT JOIN sale s ON s.id = a.subject
        LEFT JOIN partner p ON p.id = a.subject AND p.id = ${partnerId}
        LEFT JOIN api_key other_key ON other_key.id = a.subject AND other_key.partner_id = ${partnerId}
        LEFT JOIN partner_member other_member ON other_member.partner_id = ${partnerId}
              AND a.subject IN (other_member.id, 'partner_member:' || other_member.id)
       ORDER BY a.id DESC`;
  }
}
