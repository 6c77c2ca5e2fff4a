import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { defaultTwoFactorRoles } from '../team/team-defaults.rules.js';
import type { Member } from './members.repository.js';

/** The member of a session; `mustEnrol` if the team requires a second factor that is not set up yet. */
export interface SessionMember extends Member {
  mustEnrol: boolean;
}

export interface OpenSession {
  idHash: string;
  publicId: string;
  device: string;
  createdAt: Date;
  seenAt: Date;
}

const SESSION_IDLE_MINUTES = 30;
const SESSION_HOURS = 12;
const SWEPT_AT_ONCE = 200;
/** Sessions per member; the oldest is evicted. */
const SESSIONS_OF_ONE = 20;
/** Write interval of `seen_at`, so that a polling panel does not write on every request. */
const SEEN_STEP_SECONDS = 30;

/** Staff sessions. The id of a session is the hash of its cookie. */
@Injectable()
export class SessionsRepository {
  private readonly defaultRoles: readonly string[];

  constructor(
    private readonly prisma: PrismaService,
    config: Config,
  ) {
    this.defaultRoles = defaultTwoFactorRoles(config);
  }

  async open(idHash: string, memberId: string, device: string): Promise<void> {
    await this.prisma.adminSession.create({ data: { idHash, memberId, device } });
    await this.prisma.$executeRaw`
      DELETE FROM admin_session WHERE id_hash IN (
        SELECT id_hash FROM admin_session WHERE member_id = ${memberId} ORDER BY created_at DESC OFFSET ${SESSIONS_OF_ONE})`;
  }

  /** Returns the member of a live session and updates `seen_at`; null for an expired or unknown session. */
  async memberOf(idHash: string): Promise<SessionMember | null> {
    const rows = await this.prisma.$queryRaw<SessionMember[]>`
      WITH alive AS (
        SELECT member_id FROM admin_session WHERE id_hash = ${idHash}
           AND created_at > now() - make_interval(hours => ${SESSION_HOURS}) AND seen_at > now() - make_interval(mins => ${SESSION_IDLE_MINUTES})),
      seen AS (
        UPDATE admin_session SET seen_at = now() WHERE id_hash = ${idHash} AND EXISTS (SELECT FROM alive)
           AND seen_at < now() - make_interval(secs => ${SEEN_STEP_SECONDS}))
      SELECT id, email, name, role, totp_sealed IS NOT NULL AS "hasSecondFactor",
        totp_sealed IS NULL AND role = ANY(
          COALESCE((SELECT two_factor_roles FROM staff_settings WHERE id = 1), ${[...this.defaultRoles]}::text[])) AS "mustEnrol"
      FROM member WHERE id = (SELECT member_id FROM alive) AND removed_at IS NULL`;
    return rows[0] ?? null;
  }

  /** Returns whether a session was opened within the last `seconds`, with everything that its member signs in by. */
  async isFresh(idHash: string, seconds: number): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<unknown[]>`
      SELECT 1 FROM admin_session WHERE id_hash = ${idHash} AND created_at > now() - make_interval(secs => ${seconds})`;
    return rows.length > 0;
  }

  /** Returns a member's live sessions, most recently used first. */
  async ofMember(memberId: string): Promise<OpenSession[]> {
    return await this.prisma.$queryRaw<OpenSession[]>`
      SELECT id_hash AS "idHash", public_id AS "publicId", device, created_at AS "createdAt", seen_at AS "seenAt" FROM admin_session
      WHERE member_id = ${memberId} AND created_at > now() - make_interval(hours => ${SESSION_HOURS})
        AND seen_at > now() - make_interval(mins => ${SESSION_IDLE_MINUTES}) ORDER BY seen_at DESC`;
  }

  async end(idHash: string): Promise<void> {
    await this.prisma.adminSession.deleteMany({ where: { idHash } });
  }

  /** Ends all sessions of a member but one. Returns their id hashes. */
  async endOfMember(memberId: string, exceptHash: string | null): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ idHash: string }[]>`
      DELETE FROM admin_session WHERE member_id = ${memberId} AND id_hash IS DISTINCT FROM ${exceptHash}
      RETURNING id_hash AS "idHash"`;
    return rows.map(({ idHash }) => idHash);
  }

  /** Deletes expired sessions, a few hundred at a time. Returns their id hashes. */
  async endOverSessions(): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ idHash: string }[]>`
      DELETE FROM admin_session WHERE id_hash IN (
        SELECT id_hash FROM admin_session WHERE created_at < now() - make_interval(hours => ${SESSION_HOURS})
           OR seen_at < now() - make_interval(mins => ${SESSION_IDLE_MINUTES}) LIMIT ${SWEPT_AT_ONCE})
      RETURNING id_hash AS "idHash"`;
    return rows.map(({ idHash }) => idHash);
  }
}
