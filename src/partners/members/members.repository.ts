import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface PartnerMemberRecord {
  id: string;
  email: string;
  invitedBy: string;
  createdAt: Date;
  joinedAt: Date | null;
  invitedUntil: Date | null;
  seenAt: Date | null;
}
export interface MemberAtAddress {
  id: string;
  /** Name of the partner. */
  partner: string;
}
export interface NewMember {
  partnerId: string;
  email: string;
  invitedBy: string;
  linkHash: string;
}

const INVITATION_DAYS = 7;
const ASKED_LINK_MINUTES = 15;
/** Links a member can request an hour, from all networks together, so that nobody can flood a mailbox. */
const ASKED_LINKS = 12;
/** Limit of partners per address that one request mails for. */
const PARTNERS_OF_ADDRESS = 5;
const MAX_MEMBERS = 50;

/** Returns an address as members are stored and found by it. */
export const addressOf = (email: string): string => email.trim().toLowerCase();

/** Partner members and their sign-in links. */
@Injectable()
export class PartnerMembersRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Adds a member or invites one again; earlier links are invalidated. Returns null if the partner is full or archived.
   */
  async invite({ partnerId, email, invitedBy, linkHash }: NewMember): Promise<string | null> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      WITH made AS (
        INSERT INTO partner_member (id, partner_id, email, invited_by)
        SELECT ${newId('pmb')}, p.id, ${email}, ${invitedBy} FROM partner p
         WHERE p.id = ${partnerId} AND p.archived_at IS NULL
           AND (SELECT count(*) FROM partner_member WHERE partner_id = p.id AND removed_at IS NULL AND email <> ${email}) < ${MAX_MEMBERS}
        ON CONFLICT (partner_id, email) DO UPDATE SET invited_by = excluded.invited_by, removed_at = NULL
        RETURNING id),
      replaced AS (
        UPDATE partner_link SET ended_at = now() WHERE ended_at IS NULL AND member_id IN (SELECT id FROM made)),
      linked AS (
        INSERT INTO partner_link (hash, member_id, expires_at)
        SELECT ${linkHash}, id, now() + make_interval(days => ${INVITATION_DAYS}) FROM made)
      SELECT id FROM made`;
    return rows[0]?.id ?? null;
  }

  async list(partnerId: string): Promise<PartnerMemberRecord[]> {
    return await this.prisma.$queryRaw<PartnerMemberRecord[]>`
      SELECT m.id, m.email, m.invited_by AS "invitedBy", m.created_at AS "createdAt", m.joined_at AS "joinedAt",
             (SELECT max(expires_at) FROM partner_link WHERE member_id = m.id AND ended_at IS NULL AND expires_at > now()) AS "invitedUntil",
             (SELECT max(seen_at) FROM partner_session WHERE member_id = m.id) AS "seenAt"
        FROM partner_member m WHERE m.partner_id = ${partnerId} AND m.removed_at IS NULL
       ORDER BY m.created_at, m.id LIMIT ${MAX_MEMBERS}`;
  }

  /** Removes a member with their links and sessions. Returns false if the partner has no such member. */
  async remove(partnerId: string, id: string): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      WITH removed AS (
        UPDATE partner_member SET removed_at = now() WHERE id = ${id} AND partner_id = ${partnerId} AND removed_at IS NULL RETURNING id),
      links AS (UPDATE partner_link SET ended_at = now() WHERE ended_at IS NULL AND member_id IN (SELECT id FROM removed)),
      sessions AS (DELETE FROM partner_session WHERE member_id IN (SELECT id FROM removed))
      SELECT id FROM removed`;
    return rows.length > 0;
  }

  /** Returns members with this address, of partners that are not archived. */
  async byEmail(email: string): Promise<MemberAtAddress[]> {
    return await this.prisma.$queryRaw<MemberAtAddress[]>`
      SELECT m.id, p.name AS partner FROM partner_member m JOIN partner p ON p.id = m.partner_id
       WHERE m.email = ${email} AND m.removed_at IS NULL AND p.archived_at IS NULL ORDER BY m.id LIMIT ${PARTNERS_OF_ADDRESS}`;
  }

  /** Returns false if too many links were requested within an hour. The lock makes parallel requests count each other. */
  async addAskedLink(memberId: string, linkHash: string): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('partner_link:' || ${memberId}, 0))`;
      const made = await tx.$executeRaw`
        INSERT INTO partner_link (hash, member_id, expires_at)
        SELECT ${linkHash}, ${memberId}, now() + make_interval(mins => ${ASKED_LINK_MINUTES})
         WHERE (SELECT count(*) FROM partner_link
                 WHERE member_id = ${memberId} AND created_at > now() - interval '1 hour') < ${ASKED_LINKS}`;
      return made > 0;
    });
  }
}
