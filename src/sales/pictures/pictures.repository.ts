import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { PictureFacts } from './picture.rules.js';

@Injectable()
export class PicturesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Stores the picture, or renews the date of the same one, so that it is not swept before a sale names it. */
  async keep(id: string, facts: PictureFacts, bytes: Buffer): Promise<void> {
    const data = { id, ...facts, bytes: new Uint8Array(bytes) };
    await this.prisma.picture.upsert({ where: { id }, create: data, update: { uploadedAt: new Date() } });
  }

  async read(id: string): Promise<{ type: string; bytes: Buffer } | null> {
    const found = await this.prisma.picture.findUnique({ where: { id }, select: { type: true, bytes: true } });
    return found && { type: found.type, bytes: Buffer.from(found.bytes) };
  }

  async known(ids: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.picture.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
    return rows.map(({ id }) => id);
  }
}
