import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { EventRecord } from './event-body.js';

@Injectable()
export class EventsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns events of these types (empty: all), each with the preceding matching one. */
  async after(streamId: string, after: bigint, types: readonly string[], limit: number): Promise<EventRecord[]> {
    const wanted = [...types];
    if (wanted.length === 0)
      return await this.prisma.$queryRaw<EventRecord[]>`
        SELECT event_id AS id, type, sequence, nullif(sequence - 1, 0) AS "previousSequence", created_at AS "happenedAt", data
          FROM stream_event WHERE stream_id = ${streamId} AND sequence > ${after} ORDER BY sequence LIMIT ${limit}`;
    return await this.prisma.$queryRaw<EventRecord[]>`
      WITH page AS (
        SELECT * FROM stream_event
         WHERE stream_id = ${streamId} AND sequence > ${after} AND type = ANY(${wanted}::text[]) ORDER BY sequence LIMIT ${limit})
      SELECT event_id AS id, type, sequence, created_at AS "happenedAt", data,
             coalesce(lag(sequence) OVER (ORDER BY sequence), (
               SELECT max(sequence) FROM stream_event
                WHERE stream_id = ${streamId} AND sequence <= ${after} AND type = ANY(${wanted}::text[]))) AS "previousSequence"
        FROM page ORDER BY sequence`;
  }
}
