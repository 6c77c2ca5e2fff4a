import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface PartnerOrdersFilter {
  partnerId: string;
  saleId: string | null;
  reference: string | null;
  /** Cursor: only orders before this id (ids sort by time); null starts with the newest. */
  before: string | null;
}

@Injectable()
export class PartnerOrdersRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns the ids of a partner's orders, newest first. */
  async page({ partnerId, saleId, reference, before }: PartnerOrdersFilter, limit: number): Promise<string[]> {
    const rows = await this.prisma.rows<{ id: string }>(Prisma.sql`
      SELECT id FROM orders
       WHERE partner_id = ${partnerId} AND (${saleId}::text IS NULL OR sale_id = ${saleId})
         AND (${reference}::text IS NULL OR external_reference = ${reference}) AND (${before}::text IS NULL OR id < ${before})
       ORDER BY id DESC LIMIT ${limit}::int`);
    return rows.map(({ id }) => id);
  }
}
