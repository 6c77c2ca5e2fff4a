import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

interface NewKey {
  id: string;
  name: string;
  partnerId: string | null;
  scopes: string[];
  prefix: string;
  hash: string;
}

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly prisma: PrismaService) {}

  async insert(key: NewKey): Promise<void> {
    await this.prisma.apiKey.create({ data: key });
  }

  async byHash(hash: string): Promise<{ keyId: string; partnerId: string | null; scopes: string[] } | null> {
    const row = await this.prisma.apiKey.findFirst({
      where: { hash, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
      select: { id: true, partnerId: true, scopes: true },
    });
    return row && { keyId: row.id, partnerId: row.partnerId, scopes: row.scopes };
  }

  async revoke(id: string): Promise<boolean> {
    const { count } = await this.prisma.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    return count > 0;
  }
}
