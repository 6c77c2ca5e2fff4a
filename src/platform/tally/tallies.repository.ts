import { Injectable } from '@nestjs/common';
import { isTally, type TallyCount } from '../../contract/line/abuse-shapes.js';
import { BackgroundPrisma } from '../prisma/prisma.service.js';
import type { SaleTallies } from './tallies.js';

@Injectable()
export class TalliesRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  /** Rows are written in key order, so that nodes cannot deadlock. */
  async add(rows: readonly SaleTallies[]): Promise<void> {
    const sorted = rows.toSorted((a, b) => compare(a.saleId, b.saleId) || compare(a.what, b.what));
    await this.prisma.$executeRaw`
      INSERT INTO sale_tally AS t (sale_id, what, count)
      SELECT * FROM unnest(${sorted.map(({ saleId }) => saleId)}::text[], ${sorted.map(({ what }) => what)}::text[],
        ${sorted.map(({ count }) => BigInt(count))}::bigint[])
      ON CONFLICT (sale_id, what) DO UPDATE SET count = t.count + EXCLUDED.count`;
  }

  async of(saleId: string): Promise<TallyCount[]> {
    const rows = await this.prisma.saleTally.findMany({ where: { saleId }, orderBy: { what: 'asc' } });
    return rows.flatMap(({ what, count }) => (isTally(what) ? [{ what, count: Number(count) }] : []));
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
