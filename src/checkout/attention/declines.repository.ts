import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface Declines {
  saleId: string;
  declines: number;
  paid: number;
}

/** Newest facts examined: at most a few minutes of the busiest sale. */
const MAX_FACTS = 20_000;

@Injectable()
export class DeclinesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns the sales with declined confirmations in the last minutes, with their paid orders of the same time. */
  async recent(minutes: number): Promise<Declines[]> {
    return await this.prisma.$queryRaw<Declines[]>`
      SELECT o.sale_id AS "saleId", count(*)::int AS declines,
        (SELECT count(*)::int FROM orders paid WHERE paid.sale_id = o.sale_id AND paid.paid_at > now() - make_interval(mins => ${minutes}::int)) AS paid
      FROM payment_fact f JOIN orders o ON o.id = f.order_id
      WHERE f.id > (SELECT COALESCE(max(id), 0) FROM payment_fact) - ${MAX_FACTS}::int AND f.kind = 'declined'
        AND f.created_at > now() - make_interval(mins => ${minutes}::int)
      GROUP BY o.sale_id`;
  }
}
