import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import { freeRows } from '../../platform/work/free-rows.sql.js';
import { type DisabledReason, disableEndpoints } from '../endpoints/endpoint-state.sql.js';
import type { EventRecord } from '../events/event-body.js';

/** A message leased for sending; no other node takes it until the lease expires. */
export interface DueMessage extends EventRecord {
  endpointId: string;
  tries: number;
  url: string;
  secretSealed: string;
  /** Rotated-out secrets that still sign. */
  oldSecretsSealed: string[];
}
export interface AttemptRecord {
  status: number | null;
  note: string;
  tookMs: number;
}
export interface Pause {
  /** Back-off until the next attempt; null after the last one. */
  nextTryMs: number | null;
  /** Pause requested by the receiver (Retry-After); 0: none. */
  endpointMs: number;
}

/** Exceeds the longest possible attempt; once it expires the message is due again. */
const LEASE_SECONDS = 60;
const ENDPOINTS_A_ROUND = 64;
/**
 * Attempts during which a failing message blocks later ones. Afterwards ordering yields, so that one message a receiver
 * never accepts does not block the rest.
 */
const TRIES_THAT_KEEP_ORDER = 3;

@Injectable()
export class DeliveryRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  /**
   * Leases the oldest due messages of each endpoint not in `busy`, up to its concurrency limit, so that no receiver
   * waits for another. A failing or strictly ordered receiver gets only its oldest message, once due: failing receivers
   * do not fill the in-flight limit, and the rest follows in order after recovery.
   */
  async take(busy: readonly string[]): Promise<DueMessage[]> {
    return await this.prisma.$queryRaw<DueMessage[]>`
      WITH due AS (
        SELECT m.endpoint_id, m.event_id
          FROM (
            SELECT p.id, p.concurrency, p.failing_since IS NOT NULL OR p.concurrency = 1 AS one_by_one, (
                SELECT event_id FROM webhook_message
                 WHERE endpoint_id = p.id AND state = 'pending'
                   AND NOT (tries >= ${TRIES_THAT_KEEP_ORDER} AND next_at > now() AND p.concurrency > 1)
                 ORDER BY sequence LIMIT 1) AS head
              FROM webhook_endpoint p
             WHERE NOT (p.id = ANY(${[...busy]}::text[])) AND (p.paused_until IS NULL OR p.paused_until <= now())
               AND EXISTS (SELECT FROM webhook_message w WHERE w.endpoint_id = p.id AND w.state = 'pending' AND w.next_at <= now())
             ORDER BY random() LIMIT ${ENDPOINTS_A_ROUND}) e
         CROSS JOIN LATERAL (
           ${freeRows({
             select: Prisma.sql`endpoint_id, event_id`,
             from: Prisma.sql`webhook_message`,
             where: Prisma.sql`endpoint_id = e.id AND state = 'pending' AND next_at <= now()
               AND (NOT e.one_by_one OR event_id = e.head)`,
             orderBy: Prisma.sql`sequence`,
             limit: Prisma.sql`e.concurrency`,
           })}) m),
      taken AS (
        UPDATE webhook_message m SET next_at = now() + make_interval(secs => ${LEASE_SECONDS}), tries = m.tries + 1, in_flight = true
          FROM due WHERE m.endpoint_id = due.endpoint_id AND m.event_id = due.event_id
        RETURNING m.*)
      SELECT t.endpoint_id AS "endpointId", t.event_id AS id, t.sequence, t.previous_sequence AS "previousSequence", t.tries,
             coalesce(t.type, s.type) AS type, coalesce(t.data, s.data) AS data, coalesce(s.created_at, t.created_at) AS "happenedAt",
             e.url, e.secret_sealed AS "secretSealed",
             ARRAY(SELECT o.secret_sealed FROM webhook_old_secret o WHERE o.endpoint_id = e.id AND o.until > now() ORDER BY o.id DESC)
               AS "oldSecretsSealed"
        FROM taken t JOIN webhook_endpoint e ON e.id = t.endpoint_id LEFT JOIN stream_event s ON s.event_id = t.event_id
       WHERE coalesce(t.type, s.type) IS NOT NULL
       ORDER BY t.sequence`;
  }

  /**
   * Records a delivery and, after recovery, makes the remaining messages due at once, in order; only the ones refused
   * before keep their back-off.
   */
  async recordDelivered(message: DueMessage, attempt: AttemptRecord): Promise<void> {
    await this.prisma.$executeRaw`
      WITH done AS (
        UPDATE webhook_message SET state = 'delivered', done_at = now(), in_flight = false WHERE endpoint_id = ${message.endpointId} AND event_id = ${message.id}),
      healthy AS (
        UPDATE webhook_endpoint SET failing_since = NULL, paused_until = NULL
         WHERE id = ${message.endpointId} AND failing_since IS NOT NULL RETURNING id),
      rest AS (
        UPDATE webhook_message m SET next_at = now() FROM healthy
         WHERE m.endpoint_id = healthy.id AND m.state = 'pending' AND m.event_id <> ${message.id}
           AND NOT m.in_flight AND m.tries < ${TRIES_THAT_KEEP_ORDER} AND m.next_at > now())
      INSERT INTO webhook_attempt (endpoint_id, event_id, status, note, took_ms)
      VALUES (${message.endpointId}, ${message.id}, ${attempt.status}, ${attempt.note}, ${attempt.tookMs})`;
  }

  async recordFailed(message: DueMessage, attempt: AttemptRecord, { nextTryMs, endpointMs }: Pause): Promise<void> {
    const isLast = nextTryMs === null;
    await this.prisma.$executeRaw`
      WITH later AS (
        UPDATE webhook_message
           SET state = CASE WHEN ${isLast} AND state = 'pending' THEN 'failed' ELSE state END,
               done_at = CASE WHEN ${isLast} THEN now() END, in_flight = false,
               next_at = now() + make_interval(secs => ${(nextTryMs ?? 0) / 1000}::float8)
         WHERE endpoint_id = ${message.endpointId} AND event_id = ${message.id}),
      failing AS (
        UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, now()),
               paused_until = greatest(paused_until, now() + make_interval(secs => ${endpointMs / 1000}::float8))
         WHERE id = ${message.endpointId} AND ${message.sequence} > 0)
      INSERT INTO webhook_attempt (endpoint_id, event_id, status, note, took_ms)
      VALUES (${message.endpointId}, ${message.id}, ${attempt.status}, ${attempt.note}, ${attempt.tookMs})`;
  }

  /** Disables endpoints that have failed for `afterMs`. Returns their ids. */
  async disableFailing(afterMs: number): Promise<string[]> {
    const failing = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM webhook_endpoint
       WHERE state = 'active' AND failing_since < now() - make_interval(secs => ${afterMs / 1000}::float8) LIMIT ${ENDPOINTS_A_ROUND}`;
    if (failing.length === 0) return [];
    return await this.disable(
      failing.map(({ id }) => id),
      'failing',
    );
  }

  /** Disables endpoints. Returns the ids of those that were active. */
  async disable(ids: readonly string[], reason: DisabledReason): Promise<string[]> {
    return await this.prisma.$transaction(async (tx) => (await disableEndpoints(tx, ids, reason)).map(({ id }) => id));
  }

  /** Returns refused manual replays of a disabled endpoint to `skipped`, to await the next replay. */
  async skipReplayed(endpointId: string): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE webhook_message m SET state = 'skipped' FROM webhook_endpoint e
       WHERE e.id = ${endpointId} AND e.state = 'disabled' AND m.endpoint_id = e.id AND m.state = 'pending' AND m.type IS NULL`;
  }
}
