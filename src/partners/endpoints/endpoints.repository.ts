import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface EndpointView {
  id: string;
  url: string;
  types: string[];
  state: string;
  failingSince: Date | null;
  createdAt: Date;
}
export interface MessageView {
  eventId: string;
  type: string;
  sequence: number;
  state: string;
  tries: number;
  nextAt: Date;
  doneAt: Date | null;
}
export interface AttemptView {
  at: Date;
  status: number | null;
  note: string;
  tookMs: number;
}
const PAGE = 100;

@Injectable()
export class EndpointsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** null when the stream has `max` endpoints already. */
  async insert(
    id: string,
    streamId: string,
    url: string,
    types: string[],
    secretSealed: string,
    max: number,
  ): Promise<EndpointView | null> {
    const rows = await this.prisma.$queryRaw<EndpointView[]>`
      WITH house AS (INSERT INTO stream (id) VALUES (${streamId}) ON CONFLICT DO NOTHING)
      INSERT INTO webhook_endpoint (id, stream_id, url, types, secret_sealed, last_sequence)
      SELECT ${id}, ${streamId}, ${url}, ${types}::text[], ${secretSealed}, coalesce((SELECT last FROM stream WHERE id = ${streamId}), 0)
       WHERE (SELECT count(*) FROM webhook_endpoint WHERE stream_id = ${streamId}) < ${max}
      RETURNING id, url, types, state, failing_since AS "failingSince", created_at AS "createdAt"`;
    return rows[0] ?? null;
  }

  async list(streamId: string): Promise<EndpointView[]> {
    return await this.prisma.webhookEndpoint.findMany({
      where: { streamId },
      orderBy: { createdAt: 'asc' },
      take: PAGE,
      select: { id: true, url: true, types: true, state: true, failingSince: true, createdAt: true },
    });
  }

  async exists(id: string): Promise<boolean> {
    return (await this.prisma.webhookEndpoint.count({ where: { id } })) === 1;
  }

  async remove(id: string, streamId: string): Promise<boolean> {
    const { count } = await this.prisma.webhookEndpoint.deleteMany({ where: { id, streamId } });
    if (count > 0) await this.prisma.webhookMessage.deleteMany({ where: { endpointId: id, state: 'pending' } });
    return count > 0;
  }

  async replaceSecret(id: string, secretSealed: string, overlapHours: number): Promise<boolean> {
    const changed = await this.prisma.$executeRaw`
      UPDATE webhook_endpoint SET old_secret_sealed = secret_sealed, old_secret_until = now() + make_interval(hours => ${overlapHours}),
             secret_sealed = ${secretSealed}, state = 'active', failing_since = NULL
       WHERE id = ${id}`;
    return changed > 0;
  }

  async replay(endpointId: string, eventId: string): Promise<boolean> {
    const changed = await this.prisma.$executeRaw`
      UPDATE webhook_message SET state = 'pending', tries = 0, next_at = now(), done_at = NULL
       WHERE endpoint_id = ${endpointId} AND event_id = ${eventId}`;
    return changed > 0;
  }

  /** The newest 100. */
  async messages(endpointId: string): Promise<MessageView[]> {
    return await this.prisma.$queryRaw<MessageView[]>`
      SELECT m.event_id AS "eventId", e.type, m.sequence::float8 AS sequence, m.state, m.tries, m.next_at AS "nextAt", m.done_at AS "doneAt"
        FROM webhook_message m JOIN stream_event e ON e.event_id = m.event_id
       WHERE m.endpoint_id = ${endpointId} ORDER BY m.sequence DESC LIMIT ${PAGE}`;
  }

  async attempts(endpointId: string, eventId: string): Promise<AttemptView[]> {
    return await this.prisma.webhookAttempt.findMany({
      where: { endpointId, eventId },
      orderBy: { id: 'desc' },
      take: PAGE,
      select: { at: true, status: true, note: true, tookMs: true },
    });
  }
}
