import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface PasskeyRow {
  id: string;
  memberId: string;
  name: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: bigint;
  transports: string[];
  createdAt: Date;
  usedAt: Date | null;
}

@Injectable()
export class PasskeysRepository {
  constructor(private readonly prisma: PrismaService) {}

  async ofMember(memberId: string): Promise<PasskeyRow[]> {
    return await this.prisma.passkey.findMany({ where: { memberId }, orderBy: { createdAt: 'asc' } });
  }

  async byId(id: string): Promise<PasskeyRow | null> {
    return await this.prisma.passkey.findUnique({ where: { id } });
  }

  /** Returns false if the member has as many as are allowed, or the credential is known already. */
  async add(row: Omit<PasskeyRow, 'createdAt' | 'usedAt'>, most: number): Promise<boolean> {
    const { id, memberId, name, publicKey, counter, transports } = row;
    const added = await this.prisma.$executeRaw`
      INSERT INTO passkey (id, member_id, name, public_key, counter, transports)
      SELECT ${id}, member.id, ${name}, ${publicKey}, ${counter}, ${transports}::text[]
      FROM (SELECT id FROM member WHERE id = ${memberId} FOR NO KEY UPDATE) AS member
      WHERE (SELECT count(*) FROM passkey WHERE member_id = member.id) < ${most}::int
      ON CONFLICT (id) DO NOTHING`;
    return added > 0;
  }

  /** Returns false if this counter was seen before: somebody has a copy of the key. Synchronised passkeys always say 0. */
  async use(id: string, counter: number): Promise<boolean> {
    const used = await this.prisma.$executeRaw`
      UPDATE passkey SET counter = ${BigInt(counter)}, used_at = now()
      WHERE id = ${id} AND (counter < ${BigInt(counter)} OR (counter = 0 AND ${counter}::int8 = 0))`;
    return used > 0;
  }

  async remove(memberId: string, id: string): Promise<boolean> {
    return (await this.prisma.passkey.deleteMany({ where: { id, memberId } })).count > 0;
  }
}
