import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { QuotaRaise } from '../orders/orders.sql.js';

@Injectable()
export class LimitsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns the tickets left under each raise's quota, including raises that fit. */
  async left(raises: readonly QuotaRaise[]): Promise<{ raise: QuotaRaise; left: number }[]> {
    const rows = await this.prisma.quota.findMany({
      where: { OR: raises.map(({ scope, kind, digest }) => ({ scope, kind, digest })) },
    });
    const known = new Map(rows.map((row) => [keyOf(row), row.n]));
    return raises.map((raise) => ({ raise, left: Math.max(0, raise.max - (known.get(keyOf(raise)) ?? 0)) }));
  }
}

const keyOf = ({ scope, kind, digest }: { scope: string; kind: string; digest: string }): string =>
  `${kind} ${scope} ${digest}`;
