import { Injectable } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';

export interface AuditRecord {
  at: Date;
  actor: string;
  action: string;
  subject: string;
  data: unknown;
}
/** What can stand in a JSON column. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
const PAGE = 200;

/** Who did what to what, append only. `data` holds no secret and no personal data beyond ids. */
@Injectable()
export class AuditService {
  constructor(private readonly prisma: PrismaService) {}

  async record(
    actor: string,
    action: string,
    subject: string,
    data: { readonly [key: string]: Json } = {},
  ): Promise<void> {
    await this.prisma.auditEntry.create({ data: { actor, action, subject, data } });
  }

  /** The newest first, at most 200. */
  async list(subject?: string): Promise<AuditRecord[]> {
    return await this.prisma.auditEntry.findMany({
      ...(subject === undefined ? {} : { where: { subject } }),
      orderBy: { id: 'desc' },
      take: PAGE,
      select: { at: true, actor: true, action: true, subject: true, data: true },
    });
  }
}
