import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { revokeHouseKeysOf } from '../../partners/keys/api-keys.sql.js';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { managing, type StaffRole } from '../sign-in/staff.types.js';

export interface TeamMember {
  id: string;
  email: string;
  name: string;
  role: StaffRole;
  twoFactor: boolean;
  sessions: number;
  createdAt: Date;
  seenAt: Date | null;
}
export interface InvitationRow {
  id: string;
  email: string;
  role: string;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
}
export type MemberChange = 'changed' | 'not_found' | 'last_owner' | 'conflict';
/** `revokedKeys`: API keys that the member had made and may no longer answer for. */
export interface ChangedMember {
  change: MemberChange;
  revokedKeys: string[];
}

const INVITATION_DAYS = 7;
const MAX_TEAM = 500;
const columns = Prisma.sql`id, email, role, invited_by AS "invitedBy", created_at AS "createdAt", expires_at AS "expiresAt"`;
const isOpen = Prisma.sql`ended_at IS NULL AND expires_at > now()`;

/** Members and invitations. */
@Injectable()
export class TeamRepository {
  constructor(private readonly prisma: PrismaService) {}

  async members(): Promise<TeamMember[]> {
    return await this.prisma.$queryRaw<TeamMember[]>`
      SELECT m.id, m.email, m.name, m.role, m.totp_sealed IS NOT NULL AS "twoFactor", m.created_at AS "createdAt",
        count(s.id_hash)::int AS sessions, max(s.seen_at) AS "seenAt"
      FROM member m LEFT JOIN admin_session s ON s.member_id = m.id
      WHERE m.removed_at IS NULL GROUP BY m.id ORDER BY m.created_at, m.id LIMIT ${MAX_TEAM}`;
  }

  async invitations(): Promise<InvitationRow[]> {
    return await this.prisma.$queryRaw<InvitationRow[]>`
      SELECT ${columns} FROM invitation WHERE ${isOpen} ORDER BY created_at LIMIT ${MAX_TEAM}`;
  }

  /** Invites an address; replaces an earlier invitation. */
  async invite(email: string, role: StaffRole, tokenHash: string, invitedBy: string): Promise<InvitationRow | 'full'> {
    const [team] = await this.prisma.$queryRaw<{ size: number }[]>`
      SELECT (SELECT count(*) FROM member WHERE removed_at IS NULL)::int
        + (SELECT count(*) FROM invitation WHERE ${isOpen} AND email <> ${email})::int AS size`;
    if (!team || team.size >= MAX_TEAM) return 'full';
    await this.prisma.$executeRaw`UPDATE invitation SET ended_at = now() WHERE email = ${email} AND ended_at IS NULL`;
    const [made] = await this.prisma.$queryRaw<InvitationRow[]>`
      INSERT INTO invitation (id, email, role, token_hash, invited_by, expires_at)
      VALUES (${newId('inv')}, ${email}, ${role}, ${tokenHash}, ${invitedBy}, now() + make_interval(days => ${INVITATION_DAYS}))
      RETURNING ${columns}`;
    if (!made) throw new Error('the invitation was not stored');
    return made;
  }

  async openInvitation(tokenHash: string): Promise<InvitationRow | null> {
    const [row] = await this.prisma.$queryRaw<InvitationRow[]>`
      SELECT ${columns} FROM invitation WHERE token_hash = ${tokenHash} AND ${isOpen}`;
    return row ?? null;
  }

  /** Returns the open invitation of an address. */
  async invitationOf(email: string): Promise<(InvitationRow & { tokenHash: string }) | null> {
    const [row] = await this.prisma.$queryRaw<(InvitationRow & { tokenHash: string })[]>`
      SELECT ${columns}, token_hash AS "tokenHash" FROM invitation WHERE email = ${email} AND ${isOpen} LIMIT 1`;
    return row ?? null;
  }

  async withdraw(id: string): Promise<boolean> {
    const open = { id, endedAt: null };
    return (await this.prisma.invitation.updateMany({ where: open, data: { endedAt: new Date() } })).count > 0;
  }

  /** Consumes the invitation and creates its member atomically. Returns the member's id; null when used or expired. */
  async accept(tokenHash: string, name: string, passwordHash: string): Promise<string | null> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      WITH taken AS (
        UPDATE invitation SET ended_at = now() WHERE token_hash = ${tokenHash} AND ended_at IS NULL AND expires_at > now()
        RETURNING email, role)
      INSERT INTO member (id, email, name, role, password_hash, recovery_hashes)
      SELECT ${newId('mem')}, email, ${name}, role, ${passwordHash}, '{}' FROM taken
      ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, password_hash = excluded.password_hash,
        removed_at = NULL, totp_sealed = NULL, recovery_hashes = '{}' WHERE member.removed_at IS NOT NULL
      RETURNING id`;
    return rows[0]?.id ?? null;
  }

  /** @param from the role that the caller has read; null: any */
  async setRole(id: string, role: StaffRole, from: StaffRole | null): Promise<ChangedMember> {
    const changed = await this.changeUnlessLastOwner(id, role, false, from);
    if (changed.change !== 'last_owner' || from === null) return changed;
    // read after it: a change that was waited for is not in the statement's own view
    const now = await this.prisma.member.findUnique({ where: { id }, select: { role: true } });
    return now?.role === from ? changed : { ...changed, change: 'conflict' };
  }

  async remove(id: string): Promise<ChangedMember> {
    return await this.changeUnlessLastOwner(id, null, true);
  }

  /**
   * Locks the owners, so that two cannot demote each other concurrently. A key acts as a manager, so the keys of whoever
   * stops being one are revoked by the same statement.
   */
  private async changeUnlessLastOwner(
    id: string,
    role: StaffRole | null,
    isRemoval: boolean,
    from: StaffRole | null = null,
  ): Promise<ChangedMember> {
    const keepsKeys = role !== null && managing.some((each) => each === role);
    const [row] = await this.prisma.rows<{ known: boolean; changed: boolean; revokedKeys: string[] }>(Prisma.sql`
      WITH owners AS (SELECT id FROM member WHERE role = 'owner' AND removed_at IS NULL ORDER BY id FOR UPDATE),
      changed AS (
        UPDATE member SET role = COALESCE(${role}, role), removed_at = CASE WHEN ${isRemoval} THEN now() END,
          oidc_subject = CASE WHEN ${isRemoval} THEN NULL ELSE oidc_subject END
         WHERE id = ${id} AND removed_at IS NULL AND (${from}::text IS NULL OR role = ${from})
           AND (${role}::text IS NOT DISTINCT FROM 'owner' OR EXISTS (SELECT FROM owners WHERE owners.id <> ${id}))
        RETURNING id),
      -- an invitation may bring the member back, but not the keys
      unkeyed AS (DELETE FROM passkey WHERE ${isRemoval} AND member_id IN (SELECT id FROM changed)),
      revoked AS (${revokeHouseKeysOf(Prisma.sql`SELECT id FROM changed WHERE NOT ${keepsKeys}::boolean`)})
      SELECT EXISTS (SELECT FROM member WHERE id = ${id} AND removed_at IS NULL) AS known, EXISTS (SELECT FROM changed) AS changed,
        ARRAY(SELECT id FROM revoked ORDER BY id) AS "revokedKeys"`);
    if (!row?.known) return { change: 'not_found', revokedKeys: [] };
    return { change: row.changed ? 'changed' : 'last_owner', revokedKeys: row.revokedKeys };
  }
}
