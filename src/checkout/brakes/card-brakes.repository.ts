import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { CardFigures } from './card-brakes.rules.js';

export interface NetworkFigures extends CardFigures {
  saleId: string;
  network: string | null;
}

const WINDOW_MINUTES = 10;
/** The networks with most declines: a sale whose cards are tried from more has its own brake. */
const MAX_NETWORKS = 2_000;

@Injectable()
export class CardBrakesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Networks whose cards were declined lately, with what they paid for meanwhile. Reads the orders with declines only. */
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

  /** Orders of a sale that were paid in the same time. */
  async paidOf(saleIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.prisma.rows<{ saleId: string; paid: number }>(Prisma.sql`
      SELECT sale_id AS "saleId", count(*)::int AS paid FROM orders
      WHERE sale_id = ANY(${[...saleIds]}::text[]) AND paid_at > now() - make_interval(mins => ${WINDOW_MINUTES}::int)
      GROUP BY sale_id`);
    return new Map(rows.map(({ saleId, paid }) => [saleId, paid]));
  }
}
