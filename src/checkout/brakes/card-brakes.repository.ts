import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { CardFigures } from './card-brakes.rules.js';

export interface NetworkFigures extends CardFigures {
  saleId: string;
  network: string | null;
}

const WINDOW_MINUTES = 10;
/** Networks read, those with most declines first; attacks from more are caught by the brake of the sale. */
const MAX_NETWORKS = 2_000;

@Injectable()
export class CardBrakesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns networks with recent declines and their paid orders. Reads only orders with declines. */
  async declined(): Promise<NetworkFigures[]> {
    return await this.prisma.rows<NetworkFigures>(Prisma.sql`
      WITH declined AS (
        SELECT sale_id, network, sum(declines)::int AS declines FROM orders
        WHERE declines > 0 AND updated_at > now() - make_interval(mins => ${WINDOW_MINUTES}::int)
        GROUP BY sale_id, network ORDER BY declines DESC LIMIT ${MAX_NETWORKS}::int)
      SELECT sale_id AS "saleId", network, declines, (
        SELECT count(*)::int FROM orders paid WHERE paid.sale_id = declined.sale_id AND paid.network = declined.network
          AND paid.paid_at > now() - make_interval(mins => ${WINDOW_MINUTES}::int)) AS paid
      FROM declined`);
  }

  /** Counts the paid orders per sale in the same window. */
  async paidOf(saleIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.prisma.rows<{ saleId: string; paid: number }>(Prisma.sql`
      SELECT sale_id AS "saleId", count(*)::int AS paid FROM orders
      WHERE sale_id = ANY(${[...saleIds]}::text[]) AND paid_at > now() - make_interval(mins => ${WINDOW_MINUTES}::int)
      GROUP BY sale_id`);
    return new Map(rows.map(({ saleId, paid }) => [saleId, paid]));
  }
}
