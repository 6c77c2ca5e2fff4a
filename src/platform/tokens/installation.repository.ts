import { Injectable } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';

/** The single row that identifies this database. */
@Injectable()
export class InstallationRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns when the database was last in use, by its own clock. */
  async lastSeen(): Promise<Date | null> {
    return (await this.prisma.installation.findUnique({ where: { id: 1 }, select: { seenAt: true } }))?.seenAt ?? null;
  }

  /** Returns when the database was last in use, by its own clock, if that is at least `ms` ago; null: it is in use, or new. */
  async unusedSince(ms: number): Promise<Date | null> {
    const [row] = await this.prisma.$queryRaw<{ seenAt: Date }[]>`
      SELECT seen_at AS "seenAt" FROM installation WHERE id = 1 AND seen_at < now() - make_interval(secs => ${ms / 1_000})`;
    return row?.seenAt ?? null;
  }

  /** Records that the database is in use, and returns when it was before, by its own clock. */
  async touch(): Promise<{ before: Date; now: Date } | null> {
    const [row] = await this.prisma.$queryRaw<{ before: Date; now: Date }[]>`
      WITH old AS (SELECT seen_at FROM installation WHERE id = 1)
      UPDATE installation SET seen_at = GREATEST(seen_at, now()) WHERE id = 1
      RETURNING (SELECT seen_at FROM old) AS before, seen_at AS now`;
    return row ?? null;
  }
}
