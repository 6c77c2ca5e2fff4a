import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { StaffRole } from './staff.types.js';

export interface Member {
  id: string;
  email: string;
  name: string;
  role: StaffRole;
}
const SESSION_IDLE_MINUTES = 30;
const SESSION_HOURS = 12;
const SWEPT_AT_ONCE = 200;
/** `seen_at` is written at most this often, so that a panel that polls does not write every time. */
const SEEN_STEP_SECONDS = 30;

/** Members of the team and their sessions. */
@Injectable()
export class MembersRepository {
  constructor(private readonly prisma: PrismaService) {}

  async byEmail(email: string): Promise<(Member & { passwordHash: string }) | null> {
    const row = await this.prisma.member.findUnique({ where: { email } });
    return row && { ...row, role: row.role as StaffRole };
  }

  async isEmpty(): Promise<boolean> {
    return (await this.prisma.member.count({ take: 1 })) === 0;
  }

  /** The owner with this e-mail, made or given a new password; its sessions end. */
  async putOwner(email: string, name: string, passwordHash: string): Promise<Member> {
    const row = await this.prisma.member.upsert({
      where: { email },
      create: { id: newId('mem'), email, name, role: 'owner', passwordHash },
      update: { passwordHash, role: 'owner' },
    });
    await this.prisma.adminSession.deleteMany({ where: { memberId: row.id } });
    return { id: row.id, email: row.email, name: row.name, role: 'owner' };
  }

  async openSession(idHash: string, memberId: string): Promise<void> {
    await this.prisma.adminSession.create({ data: { idHash, memberId } });
  }

  /** The member of a living session, which is thereby seen; null when it ended or never was. */
  async bySession(idHash: string): Promise<Member | null> {
    const rows = await this.prisma.$queryRaw<Member[]>`
      WITH alive AS (
        SELECT member_id FROM admin_session WHERE id_hash = ${idHash}
           AND created_at > now() - make_interval(hours => ${SESSION_HOURS}) AND seen_at > now() - make_interval(mins => ${SESSION_IDLE_MINUTES})),
      seen AS (
        UPDATE admin_session SET seen_at = now() WHERE id_hash = ${idHash} AND EXISTS (SELECT FROM alive)
           AND seen_at < now() - make_interval(secs => ${SEEN_STEP_SECONDS}))
      SELECT id, email, name, role FROM member WHERE id = (SELECT member_id FROM alive)`;
    return rows[0] ?? null;
  }

  /** Removes sessions that are over. Returns their id hashes, at most a few hundred at a time. */
  async endOverSessions(): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ idHash: string }[]>`
      DELETE FROM admin_session WHERE id_hash IN (
        SELECT id_hash FROM admin_session WHERE created_at < now() - make_interval(hours => ${SESSION_HOURS})
           OR seen_at < now() - make_interval(mins => ${SESSION_IDLE_MINUTES}) LIMIT ${SWEPT_AT_ONCE})
      RETURNING id_hash AS "idHash"`;
    return rows.map(({ idHash }) => idHash);
  }

  async endSession(idHash: string): Promise<void> {
    await this.prisma.adminSession.deleteMany({ where: { idHash } });
  }
}
