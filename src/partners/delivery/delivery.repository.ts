import { Injectable } from '@nestjs/common';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';

/** A message taken for sending: nobody else takes it until the lease ends. */
export interface DueMessage {
  endpointId: string;
  eventId: string;
  sequence: bigint;
  previousSequence: bigint | null;
  tries: number;
  type: string;
  data: Record<string, unknown>;
  createdAt: Date;
  url: string;
  secretSealed: string;
  oldSecretSealed: string | null;
}
export interface AttemptRecord {
  status: number | null;
  note: string;
  tookMs: number;
}

/** Longer than any try can take; then the message is due again. */
const LEASE_SECONDS = 60;
const ENDPOINTS_A_ROUND = 64;

@Injectable()
export class DeliveryRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  /**
   * The oldest due messages, at most `perEndpoint` of each endpoint that is not in `busy`: no receiver waits for another.
   * A receiver that fails is asked with one message at a time, so that many of them do not take all that may be under way.
   */
  async take(busy: readonly string[], perEndpoint: number): Promise<DueMessage[]> {
    return await this.prisma.$queryRaw<DueMessage[]>`
      WITH due AS (
        SELECT m.endpoint_id, m.event_id
          FROM (
            SELECT id, CASE WHEN failing_since IS NULL THEN ${perEndpoint}::int ELSE 1 END AS at_most FROM webhook_endpoint p
             WHERE state = 'active' AND NOT (id = ANY(${[...busy]}::text[]))
               AND EXISTS (SELECT FROM webhook_message w WHERE w.endpoint_id = p.id AND w.state = 'pending' AND w.next_at <= now())
             ORDER BY random() LIMIT ${ENDPOINTS_A_ROUND}) e
         CROSS JOIN LATERAL (
           SELECT endpoint_id, event_id FROM webhook_message
            WHERE endpoint_id = e.id AND state = 'pending' AND next_at <= now()
            ORDER BY sequence LIMIT e.at_most FOR UPDATE SKIP LOCKED) m),
      taken AS (
        UPDATE webhook_message m SET next_at = now() + make_interval(secs => ${LEASE_SECONDS}), tries = m.tries + 1
          FROM due WHERE m.endpoint_id = due.endpoint_id AND m.event_id = due.event_id
        RETURNING m.*)
      SELECT t.endpoint_id AS "endpointId", t.event_id AS "eventId", t.sequence, t.previous_sequence AS "previousSequence", t.tries,
             s.type, s.data, s.created_at AS "createdAt", e.url, e.secret_sealed AS "secretSealed",
             CASE WHEN e.old_secret_until > now() THEN e.old_secret_sealed END AS "oldSecretSealed"
        FROM taken t JOIN stream_event s ON s.event_id = t.event_id JOIN webhook_endpoint e ON e.id = t.endpoint_id
       ORDER BY t.sequence`;
  }

  async recordDelivered(message: DueMessage, attempt: AttemptRecord): Promise<void> {
    await this.prisma.$executeRaw`
      WITH done AS (
        UPDATE webhook_message SET state = 'delivered', done_at = now() WHERE endpoint_id = ${message.endpointId} AND event_id = ${message.eventId}),
      healthy AS (
        UPDATE webhook_endpoint SET failing_since = NULL WHERE id = ${message.endpointId} AND failing_since IS NOT NULL)
      INSERT INTO webhook_attempt (endpoint_id, event_id, status, note, took_ms)
      VALUES (${message.endpointId}, ${message.eventId}, ${attempt.status}, ${attempt.note}, ${attempt.tookMs})`;
  }

  /** @param pauseMs until the next try; null: that was the last one */
  async recordFailed(message: DueMessage, attempt: AttemptRecord, pauseMs: number | null): Promise<void> {
    await this.prisma.$executeRaw`
      WITH later AS (
        UPDATE webhook_message
           SET state = CASE WHEN ${pauseMs === null} THEN 'failed' ELSE state END,
               done_at = CASE WHEN ${pauseMs === null} THEN now() END,
               next_at = now() + make_interval(secs => ${(pauseMs ?? 0) / 1000}::float8)
         WHERE endpoint_id = ${message.endpointId} AND event_id = ${message.eventId}),
      failing AS (
        UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, now()) WHERE id = ${message.endpointId})
      INSERT INTO webhook_attempt (endpoint_id, event_id, status, note, took_ms)
      VALUES (${message.endpointId}, ${message.eventId}, ${attempt.status}, ${attempt.note}, ${attempt.tookMs})`;
  }

  /** Endpoints that failed all this time are switched off; gives their ids. */
  async disableFailing(afterMs: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      UPDATE webhook_endpoint SET state = 'disabled'
       WHERE state = 'active' AND failing_since < now() - make_interval(secs => ${afterMs / 1000}::float8) RETURNING id`;
    return rows.map((row) => row.id);
  }

  async disable(endpointId: string): Promise<void> {
    await this.prisma.$executeRaw`UPDATE webhook_endpoint SET state = 'disabled' WHERE id = ${endpointId}`;
  }
}
