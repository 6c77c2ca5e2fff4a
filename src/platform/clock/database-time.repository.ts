import { Injectable } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';
import { DatabaseTime } from './database-time.js';

/** The time of Postgres. */
@Injectable()
export class PostgresTime extends DatabaseTime {
  constructor(private readonly prisma: PrismaService) {
    super();
  }

  async nowMs(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    if (!row) throw new Error('Postgres returned no time');
    return row.now.getTime();
  }
}
