import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { disableEndpoints } from './endpoint-state.sql.js';

/** What a partner sets of an endpoint. */
export type EndpointSettings = Pick<EndpointRecord, 'url' | 'description' | 'concurrency'> & {
  types: readonly string[];
};

export interface EndpointRecord {
  id: string;
  url: string;
  description: string;
  types: string[];
  state: 'active' | 'disabled';
  disabledReason: 'by_hand' | 'gone' | 'failing' | 'partner_archived' | null;
  disabledAt: Date | null;
  failingSince: Date | null;
  pausedUntil: Date | null;
  concurrency: number;
  missed: number;
  createdAt: Date;
}
export interface NewEndpoint {
  id: string;
  streamId: string;
  url: string;
  types: readonly string[];
  description: string;
  concurrency: number;
  secretSealed: string;
}
export interface EndpointChange {
  url?: string;
  types?: readonly string[];
  description?: string;
  concurrency?: number;
}
type Tx = Prisma.TransactionClient;

const MISSED_COUNTED = 10_000;
const columns = Prisma.sql`
  e.id, e.url, e.description, e.types, e.state, e.disabled_reason AS "disabledReason", e.disabled_at AS "disabledAt",
  e.failing_since AS "failingSince", CASE WHEN e.paused_until > now() THEN e.paused_until END AS "pausedUntil", e.concurrency,
  (SELECT count(*)::int FROM (
     SELECT FROM webhook_message m WHERE m.endpoint_id = e.id AND m.state = 'skipped' LIMIT ${MISSED_COUNTED}) skipped) AS missed,
  e.created_at AS "createdAt"`;

@Injectable()
export class EndpointsRepository {
  constructor(private readonly prisma: PrismaService) {}

  async insert(endpoint: NewEndpoint, max: number): Promise<'created' | 'exists' | 'too_many'> {
    return await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO stream (id) VALUES (${endpoint.streamId}) ON CONFLICT DO NOTHING`;
      await lockStream(tx, endpoint.streamId);
      const others = await tx.webhookEndpoint.findMany({
        where: { streamId: endpoint.streamId },
        select: { url: true },
      });
      if (others.some(({ url }) => url === endpoint.url)) return 'exists';
      if (others.length >= max) return 'too_many';
      const lastSequence = await lastMatching(tx, endpoint.streamId, endpoint.types);
      await tx.webhookEndpoint.create({ data: { ...endpoint, types: [...endpoint.types], lastSequence } });
      return 'created';
    });
  }

  /** Returns the next `limit` endpoints by id. */
  async list(streamId: string, state: string | null, after: string | null, limit: number): Promise<EndpointRecord[]> {
    return await this.prisma.$queryRaw<EndpointRecord[]>`
      SELECT ${columns} FROM webhook_endpoint e
       WHERE e.stream_id = ${streamId} AND (${state}::text IS NULL OR e.state = ${state}) AND (${after}::text IS NULL OR e.id > ${after})
       ORDER BY e.id LIMIT ${limit}`;
  }

  async byId(id: string, streamId: string): Promise<EndpointRecord | null> {
    const rows = await this.prisma.$queryRaw<EndpointRecord[]>`
      SELECT ${columns} FROM webhook_endpoint e WHERE e.id = ${id} AND e.stream_id = ${streamId}`;
    return rows[0] ?? null;
  }

  /**
   * Updates an endpoint. Changing types changes which events match, so the last matching one is recomputed under the
   * stream lock.
   */
  async update(
    id: string,
    streamId: string,
    { types, ...change }: EndpointChange,
    isAsRead: (now: EndpointSettings) => boolean,
  ): Promise<'changed' | 'unknown' | 'exists' | 'conflict'> {
    return await this.prisma.$transaction(async (tx) => {
      await lockStream(tx, streamId);
      const now = await tx.webhookEndpoint.findUnique({ where: { id, streamId } });
      if (!now) return 'unknown';
      if (!isAsRead(now)) return 'conflict';
      if (change.url !== undefined) {
        const taken = await tx.webhookEndpoint.count({ where: { streamId, url: change.url, NOT: { id } } });
        if (taken > 0) return 'exists';
      }
      const matching =
        types === undefined ? {} : { types: [...types], lastSequence: await lastMatching(tx, streamId, types) };
      const { count } = await tx.webhookEndpoint.updateMany({
        where: { id, streamId },
        data: { ...change, ...matching },
      });
      return count > 0 ? 'changed' : 'unknown';
    });
  }

  async enable(id: string): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE webhook_endpoint
         SET state = 'active', disabled_reason = NULL, disabled_at = NULL, failing_since = NULL, paused_until = NULL
       WHERE id = ${id} AND state = 'disabled'`;
  }

  async disable(id: string): Promise<void> {
    await this.prisma.$transaction(async (tx) => await disableEndpoints(tx, [id], 'by_hand'));
  }

  async remove(id: string, streamId: string): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.webhookEndpoint.deleteMany({ where: { id, streamId } });
      if (count === 0) return false;
      await tx.webhookOldSecret.deleteMany({ where: { endpointId: id } });
      await tx.webhookMessage.deleteMany({ where: { endpointId: id, state: { in: ['pending', 'skipped'] } } });
      return true;
    });
  }

  /**
   * Replaces the secret; the old one keeps signing for `overlapHours`, regardless of further rotations. Re-enables an
   * endpoint disabled by failures, since its owner is attending to it.
   */
  async replaceSecret(
    id: string,
    streamId: string,
    secretSealed: string,
    overlapHours: number,
    maxOld: number,
  ): Promise<'replaced' | 'unknown' | 'too_many'> {
    return await this.prisma.$transaction(async (tx) => {
      const [endpoint] = await tx.$queryRaw<{ secretSealed: string }[]>`
        SELECT secret_sealed AS "secretSealed" FROM webhook_endpoint WHERE id = ${id} AND stream_id = ${streamId} FOR UPDATE`;
      if (!endpoint) return 'unknown';
      await tx.$executeRaw`DELETE FROM webhook_old_secret WHERE endpoint_id = ${id} AND until <= now()`;
      if (overlapHours > 0) {
        if ((await tx.webhookOldSecret.count({ where: { endpointId: id } })) >= maxOld) return 'too_many';
        await tx.$executeRaw`
          INSERT INTO webhook_old_secret (endpoint_id, secret_sealed, until)
          VALUES (${id}, ${endpoint.secretSealed}, now() + make_interval(hours => ${overlapHours}::int))`;
      }
      await tx.$executeRaw`
        UPDATE webhook_endpoint SET secret_sealed = ${secretSealed}, failing_since = NULL, paused_until = NULL,
               state = CASE WHEN disabled_reason IN ('gone', 'failing') THEN 'active' ELSE state END,
               disabled_at = CASE WHEN disabled_reason IN ('gone', 'failing') THEN NULL ELSE disabled_at END,
               disabled_reason = CASE WHEN disabled_reason IN ('gone', 'failing') THEN NULL ELSE disabled_reason END
         WHERE id = ${id}`;
      return 'replaced';
    });
  }
}

/** Blocks relays from numbering while the endpoint's last matching event is determined. */
async function lockStream(tx: Tx, streamId: string): Promise<void> {
  await tx.$executeRaw`SELECT FROM stream WHERE id = ${streamId} FOR UPDATE`;
}

/** Returns the last event matching these types; 0: none yet. */
async function lastMatching(tx: Tx, streamId: string, types: readonly string[]): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ last: bigint | null }[]>(
    types.length === 0
      ? Prisma.sql`SELECT last FROM stream WHERE id = ${streamId}`
      : Prisma.sql`SELECT max(sequence) AS last FROM stream_event WHERE stream_id = ${streamId} AND type = ANY(${[...types]}::text[])`,
  );
  return row?.last ?? 0n;
}
