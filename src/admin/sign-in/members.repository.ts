import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { StaffRole } from './staff.types.js';

export interface Member {
  id: string;
  email: string;
  name: string;
  role: StaffRole;
  hasSecondFactor: boolean;
}

/** A member with the credentials to verify at sign-in. */
export interface MemberSecrets extends Member {
  passwordHash: string;
  totpSealed: string | null;
  recoveryHashes: string[];
}

/** Owners who are mailed about one thing; a team has few. */
const MAX_OWNERS_MAILED = 20;

/** Team members and their credentials. Removed members are not found. */
@Injectable()
export class MembersRepository {
  constructor(private readonly prisma: PrismaService) {}

  async byEmail(email: string): Promise<MemberSecrets | null> {
    return secretsOf(await this.prisma.member.findUnique({ where: { email, removedAt: null } }));
  }

  async byId(id: string): Promise<MemberSecrets | null> {
    return secretsOf(await this.prisma.member.findUnique({ where: { id, removedAt: null } }));
  }

  async ownerAddresses(): Promise<string[]> {
    const owners = await this.prisma.member.findMany({
      where: { role: 'owner', removedAt: null },
      orderBy: { createdAt: 'asc' },
      take: MAX_OWNERS_MAILED,
      select: { email: true },
    });
    return owners.map(({ email }) => email);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.prisma.member.count({ take: 1 })) === 0;
  }

  /** Upserts the owner with this e-mail and sets the password; ends their sessions and removes their passkeys. */
  async putOwner(email: string, name: string, passwordHash: string): Promise<void> {
    const { id } = await this.prisma.member.upsert({
      where: { email },
      create: { id: newId('mem'), email, name, role: 'owner', passwordHash },
      update: { passwordHash, role: 'owner', removedAt: null },
      select: { id: true },
    });
    await this.prisma.adminSession.deleteMany({ where: { memberId: id } });
    await this.removePasskeys(id);
  }

  /** Removes all passkeys after a recovery, because an intruder may have added one. */
  async removePasskeys(id: string): Promise<void> {
    await this.prisma.passkey.deleteMany({ where: { memberId: id } });
  }

  /** Binds the member to a subject of the identity provider, once. Returns false if bound to another. */
  async bindOidc(id: string, subject: string): Promise<boolean> {
    const bound = await this.prisma.member.updateMany({
      where: { id, removedAt: null, OR: [{ oidcSubject: null }, { oidcSubject: subject }] },
      data: { oidcSubject: subject },
    });
    return bound.count > 0;
  }

  async setPassword(id: string, passwordHash: string): Promise<void> {
    await this.prisma.member.updateMany({ where: { id, removedAt: null }, data: { passwordHash } });
  }

  /** @param sealed null removes the second factor */
  async setSecondFactor(id: string, sealed: string | null, recoveryHashes: string[]): Promise<void> {
    const data = { totpSealed: sealed, recoveryHashes, totpStep: 0n };
    await this.prisma.member.updateMany({ where: { id, removedAt: null }, data });
  }

  async setRecoveryHashes(id: string, recoveryHashes: string[]): Promise<void> {
    await this.prisma.member.updateMany({ where: { id, removedAt: null }, data: { recoveryHashes } });
  }

  /** Returns false if a code of this or a later step was already accepted (replay). */
  async takeStep(id: string, step: number): Promise<boolean> {
    const data = { totpStep: BigInt(step) };
    return (await this.prisma.member.updateMany({ where: { id, totpStep: { lt: data.totpStep } }, data })).count > 0;
  }

  /** Consumes a recovery code: returns true once for each. */
  async takeRecoveryCode(id: string, hash: string): Promise<boolean> {
    const taken = await this.prisma.$executeRaw`
      UPDATE member SET recovery_hashes = array_remove(recovery_hashes, ${hash})
       WHERE id = ${id} AND ${hash} = ANY(recovery_hashes)`;
    return taken > 0;
  }
}

interface Row {
  id: string;
  email: string;
  name: string;
  role: string;
  passwordHash: string;
  totpSealed: string | null;
  recoveryHashes: string[];
}

function secretsOf(row: Row | null): MemberSecrets | null {
  if (!row) return null;
  const { id, email, name, role, passwordHash, totpSealed, recoveryHashes } = row;
  const hasSecondFactor = totpSealed !== null;
  return { id, email, name, role: role as StaffRole, passwordHash, totpSealed, recoveryHashes, hasSecondFactor };
}
