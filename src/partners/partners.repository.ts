import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { HOUSE_STREAM } from './relay/relay.repository.js';

export interface StreamEventView {
  id: string;
  type: string;
  sequence: number;
  timestamp: Date;
  data: Record<string, unknown>;
}
const MAX_PARTNERS = 1_000;

@Injectable()
export class PartnersRepository {
  constructor(private readonly prisma: PrismaService) {}

  async insert(
    id: string,
    name: string,
    channels: string[],
  ): Promise<{ id: string; name: string; channels: string[] }> {
    await this.prisma.$executeRaw`
      WITH made AS (INSERT INTO partner (id, name, channels) VALUES (${id}, ${name}, ${channels}::text[]) RETURNING id)
      INSERT INTO stream (id, partner_id) SELECT id, id FROM made`;
    return { id, name, channels };
  }

  async list(): Promise<{ id: string; name: string; channels: string[] }[]> {
    return await this.prisma.partner.findMany({
      orderBy: { createdAt: 'asc' },
      take: MAX_PARTNERS,
      select: { id: true, name: true, channels: true },
    });
  }

  async eventsAfter(partnerId: string | null, after: number, limit: number): Promise<StreamEventView[]> {
    return await this.prisma.$queryRaw<StreamEventView[]>`
      SELECT event_id AS id, type, sequence::float8 AS sequence, created_at AS timestamp, data
        FROM stream_event WHERE stream_id = ${partnerId ?? HOUSE_STREAM} AND sequence > ${BigInt(after)} ORDER BY sequence LIMIT ${limit}`;
  }
}
