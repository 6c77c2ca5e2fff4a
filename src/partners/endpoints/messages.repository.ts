import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface MessageRecord {
  cursor: bigint;
  eventId: string;
  type: string;
  sequence: bigint;
  previousSequence: bigint | null;
  data: Record<string, unknown>;
  happenedAt: Date;
  state: 'pending' | 'delivered' | 'failed' | 'skipped';
  tries: number;
  createdAt: Date;
  nextAt: Date;
  doneAt: Date | null;
}
export interface AttemptRecord {
  id: bigint;
  eventId: string;
  at: Date;
  status: number | null;
  note: string;
  tookMs: number;
}
export interface MessageFilter {
  state?: string | undefined;
  type?: string | undefined;
  before?: string | undefined;
}

export interface ReplayedRows {
  messages: number;
  /** The highest sequence among them. */
  last: bigint | null;
}

const due = Prisma.sql`state = 'pending', tries = 0, next_at = now(), done_at = NULL`;
const messages = Prisma.sql`
  SELECT m.id AS cursor, m.event_id AS "eventId", coalesce(m.type, s.type) AS type, m.sequence, m.previous_sequence AS "previousSequence",
         coalesce(m.data, s.data) AS data, coalesce(s.created_at, m.created_at) AS "happenedAt", m.state, m.tries,
         m.created_at AS "createdAt", m.next_at AS "nextAt", m.done_at AS "doneAt"
    FROM webhook_message m LEFT JOIN stream_event s ON s.event_id = m.event_id`;

/** Messages addressed to endpoints, and their delivery results. */
@Injectable()
export class MessagesRepository {
  constructor(private readonly prisma: PrismaService) {}

  async list(
    endpointId: string,
    { state = '', type = '', before = '' }: MessageFilter,
    limit: number,
  ): Promise<MessageRecord[]> {
    return await this.prisma.$queryRaw<MessageRecord[]>`
      ${messages}
       WHERE m.endpoint_id = ${endpointId} AND (${state} = '' OR m.state = ${state}) AND (${type} = '' OR coalesce(m.type, s.type) = ${type})
         AND (${before} = '' OR m.id < nullif(${before}, '')::bigint) AND coalesce(m.type, s.type) IS NOT NULL
       ORDER BY m.id DESC LIMIT ${limit}`;
  }

  async byId(endpointId: string, eventId: string): Promise<MessageRecord | null> {
    const rows = await this.prisma.$queryRaw<MessageRecord[]>`
      ${messages} WHERE m.endpoint_id = ${endpointId} AND m.event_id = ${eventId} AND coalesce(m.type, s.type) IS NOT NULL`;
    return rows[0] ?? null;
  }

  async attempts(endpointId: string, eventId: string, before: string, limit: number): Promise<AttemptRecord[]> {
    return await this.prisma.$queryRaw<AttemptRecord[]>`
      SELECT id, event_id AS "eventId", at, status, note, took_ms AS "tookMs" FROM webhook_attempt
       WHERE endpoint_id = ${endpointId} AND (${eventId} = '' OR event_id = ${eventId}) AND (${before} = '' OR id < nullif(${before}, '')::bigint)
       ORDER BY id DESC LIMIT ${limit}`;
  }

  /** Inserts a message outside the stream, for one endpoint. */
  async insertOwn(endpointId: string, eventId: string, type: string, data: object): Promise<void> {
    await this.prisma.$executeRaw`
      INSERT INTO webhook_message (endpoint_id, event_id, sequence, type, data)
      VALUES (${endpointId}, ${eventId}, 0, ${type}, ${JSON.stringify(data)}::jsonb)`;
  }

  async replayOne(endpointId: string, eventId: string): Promise<number> {
    return await this.prisma.$executeRaw`
      UPDATE webhook_message SET ${due} WHERE endpoint_id = ${endpointId} AND event_id = ${eventId}`;
  }

  /** Replays the oldest `limit` skipped messages. */
  async replayMissed(endpointId: string, limit: number): Promise<ReplayedRows> {
    return await this.replayed(Prisma.sql`
      UPDATE webhook_message SET ${due} WHERE endpoint_id = ${endpointId} AND event_id IN (
        SELECT event_id FROM webhook_message WHERE endpoint_id = ${endpointId} AND state = 'skipped' ORDER BY sequence LIMIT ${limit})`);
  }

  /**
   * Replays events of the stream from `from` to `to` that match the endpoint's types, oldest first, at most `limit`.
   * Events older than the endpoint are addressed to it now.
   */
  async replayRange(endpointId: string, from: bigint, to: bigint, limit: number): Promise<ReplayedRows> {
    return await this.replayed(Prisma.sql`
      INSERT INTO webhook_message (endpoint_id, event_id, sequence, previous_sequence)
      SELECT e.id, s.event_id, s.sequence, (
               SELECT max(p.sequence) FROM stream_event p
                WHERE p.stream_id = s.stream_id AND p.sequence < s.sequence AND (cardinality(e.types) = 0 OR p.type = ANY(e.types)))
        FROM webhook_endpoint e JOIN stream_event s ON s.stream_id = e.stream_id
       WHERE e.id = ${endpointId} AND s.sequence BETWEEN ${from} AND ${to} AND (cardinality(e.types) = 0 OR s.type = ANY(e.types))
       ORDER BY s.sequence LIMIT ${limit}
      ON CONFLICT (endpoint_id, event_id) DO UPDATE SET ${due}`);
  }

  private async replayed(change: Prisma.Sql): Promise<ReplayedRows> {
    const [row] = await this.prisma.$queryRaw<ReplayedRows[]>`
      WITH replayed AS (${change} RETURNING sequence)
      SELECT count(*)::int AS messages, max(sequence) AS last FROM replayed`;
    return row ?? { messages: 0, last: null };
  }
}
