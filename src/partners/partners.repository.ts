import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { disableEndpointsOf } from './endpoints/endpoint-state.sql.js';

export interface PartnerRecord {
  id: string;
  name: string;
  email: string;
  createdAt: Date;
  archivedAt: Date | null;
}
const MAX_PARTNERS = 1_000;
const columns = { id: true, name: true, email: true, createdAt: true, archivedAt: true } as const;

@Injectable()
export class PartnersRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Creates the partner and its stream; null at the limit of partners. */
  async insert(id: string, name: string, email: string): Promise<PartnerRecord | null> {
    const rows = await this.prisma.$queryRaw<PartnerRecord[]>`
      WITH made AS (
        INSERT INTO partner (id, name, email) SELECT ${id}, ${name}, ${email}
         WHERE (SELECT count(*) FROM partner WHERE archived_at IS NULL) < ${MAX_PARTNERS}
        RETURNING *),
      streamed AS (INSERT INTO stream (id, partner_id) SELECT id, id FROM made)
      SELECT id, name, email, created_at AS "createdAt", archived_at AS "archivedAt" FROM made`;
    return rows[0] ?? null;
  }

  async list(withArchived: boolean): Promise<PartnerRecord[]> {
    return await this.prisma.partner.findMany({
      where: withArchived ? {} : { archivedAt: null },
      orderBy: { createdAt: 'asc' },
      take: MAX_PARTNERS,
      select: columns,
    });
  }

  async byId(id: string): Promise<PartnerRecord | null> {
    return await this.prisma.partner.findUnique({ where: { id }, select: columns });
  }

  /** @param asRead the values that the change was made from; null: any */
  async update(
    id: string,
    change: { name?: string; email?: string },
    asRead: { name: string; email: string } | null,
  ): Promise<PartnerRecord | null> {
    const where = { id, archivedAt: null, ...(asRead && { name: asRead.name, email: asRead.email }) };
    const { count } = await this.prisma.partner.updateMany({ where, data: change });
    return count > 0 ? await this.byId(id) : null;
  }

  /**
   * Archives a partner: invalidates its keys (they check the partner) and disables its endpoints. Returns false if
   * already archived.
   */
  async archive(id: string): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const changed = await tx.$executeRaw`
        UPDATE partner SET archived_at = now() WHERE id = ${id} AND archived_at IS NULL`;
      if (changed > 0) await disableEndpointsOf(tx, id, 'partner_archived');
      return changed > 0;
    });
  }
}
