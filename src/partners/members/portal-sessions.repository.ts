import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

/** The signed-in portal member and their partner. */
export interface PortalVisitor {
  memberId: string;
  email: string;
  partnerId: string;
  partnerName: string;
}

const IDLE_MINUTES = 30;
export const SESSION_HOURS = 12;
/** Sessions per member; the oldest is evicted. */
const SESSIONS_OF_ONE = 10;
/** Write interval of `seen_at`, so that a polling page does not write on every request. */
const SEEN_STEP_SECONDS = 30;

/** Portal sessions. The id of a session is the hash of its cookie. */
@Injectable()
export class PortalSessionsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Consumes the link and opens a session atomically. Returns the member's id; null if the link was used or has
   * expired.
   */
  async open(linkHash: string, idHash: string): Promise<string | null> {
    const rows = await this.prisma.$queryRaw<{ memberId: string }[]>`
      WITH taken AS (
        UPDATE partner_link SET ended_at = now() WHERE hash = ${linkHash} AND ended_at IS NULL AND expires_at > now() RETURNING member_id),
      joined AS (
        UPDATE partner_member m SET joined_at = coalesce(m.joined_at, now()) FROM taken, partner p
         WHERE m.id = taken.member_id AND m.removed_at IS NULL AND p.id = m.partner_id AND p.archived_at IS NULL RETURNING m.id)
      INSERT INTO partner_session (id_hash, member_id) SELECT ${idHash}, id FROM joined RETURNING member_id AS "memberId"`;
    const memberId = rows[0]?.memberId ?? null;
    if (memberId !== null)
      await this.prisma.$executeRaw`
        DELETE FROM partner_session WHERE id_hash IN (
          SELECT id_hash FROM partner_session WHERE member_id = ${memberId} ORDER BY created_at DESC OFFSET ${SESSIONS_OF_ONE})`;
    return memberId;
  }

  /** Returns the member of a live session and updates `seen_at`; null for an expired or unknown session. */
  async visitorOf(idHash: string): Promise<PortalVisitor | null> {
    const rows = await this.prisma.$queryRaw<PortalVisitor[]>`
      WITH alive AS (
        SELECT member_id FROM partner_session WHERE id_hash = ${idHash}
           AND created_at > now() - make_interval(hours => ${SESSION_HOURS}) AND seen_at > now() - make_interval(mins => ${IDLE_MINUTES})),
      seen AS (
        UPDATE partner_session SET seen_at = now() WHERE id_hash = ${idHash} AND EXISTS (SELECT FROM alive)
           AND seen_at < now() - make_interval(secs => ${SEEN_STEP_SECONDS}))
      SELECT m.id AS "memberId", m.email, p.id AS "partnerId", p.name AS "partnerName"
        FROM alive JOIN partner_member m ON m.id = alive.member_id JOIN partner p ON p.id = m.partner_id
       WHERE m.removed_at IS NULL AND p.archived_at IS NULL`;
    return rows[0] ?? null;
  }

  async end(idHash: string): Promise<void> {
    await this.prisma.partnerSession.deleteMany({ where: { idHash } });
  }
}
