import { Injectable } from '@nestjs/common';
import { orderLines } from '../../checkout/facts/order-lines.sql.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { newId } from '../../platform/ids.js';
import { type OutboxRow, OutboxService } from '../../platform/outbox/outbox.service.js';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import type { Backlog } from '../../platform/work/backlog.js';
import { type Audience, HOUSE_STREAM, sees, wants } from '../events/stream.rules.js';

/** Batch size, so that a transaction lasts a few milliseconds. */
export const RELAY_BATCH = 500;
const TRANSACTION_MS = 10_000;

interface StreamRow {
  id: string;
  last: bigint;
  partnerId: string | null;
}
interface EndpointRow {
  id: string;
  streamId: string;
  state: 'active' | 'disabled';
  types: string[];
  lastSequence: bigint;
}
interface Numbered {
  streamId: string;
  sequence: bigint;
  eventId: string;
  row: OutboxRow;
}
interface Message {
  endpointId: string;
  eventId: string;
  sequence: bigint;
  previousSequence: bigint | null;
  state: 'pending' | 'skipped';
}

/**
 * Assigns sequences to events. Streams are locked first, so that the next statement sees every row committed before; no
 * later round can then find a row belonging in a range already numbered.
 */
@Injectable()
export class RelayRepository {
  constructor(
    private readonly prisma: BackgroundPrisma,
    private readonly outbox: OutboxService,
  ) {}

  /**
   * Numbers up to RELAY_BATCH rows for every stream that sees them. Returns how many rows there were. Safe on any
   * number of nodes.
   */
  async numberBatch(): Promise<number> {
    return await this.prisma.$transaction(
      async (tx) => {
        const streams = await tx.$queryRaw<StreamRow[]>`
          SELECT id, last, partner_id AS "partnerId" FROM stream ORDER BY id FOR UPDATE`;
        const rows = await withOrderLines(tx, await this.outbox.unnumbered(tx, RELAY_BATCH));
        if (rows.length === 0) return 0;
        const numbered = streams.flatMap((stream) => number(stream, rows));
        await insertEvents(tx, numbered);
        await this.address(tx, numbered);
        await this.outbox.markNumbered(
          tx,
          rows.map((row) => row.id),
        );
        return rows.length;
      },
      { timeout: TRANSACTION_MS },
    );
  }

  async hasUnnumbered(): Promise<boolean> {
    return (await this.outbox.unnumbered(this.prisma, 1)).length > 0;
  }

  async backlog(): Promise<Backlog> {
    return await this.outbox.backlog(this.prisma);
  }

  async ensureHouseStream(): Promise<void> {
    await this.prisma.$executeRaw`INSERT INTO stream (id) VALUES (${HOUSE_STREAM}) ON CONFLICT DO NOTHING`;
  }

  /**
   * Inserts one message per endpoint that wants the event, each naming its predecessor, so that receivers can detect
   * gaps. Messages of disabled endpoints are skipped: not sent, but replayable.
   */
  private async address(tx: Prisma.TransactionClient, numbered: readonly Numbered[]): Promise<void> {
    const endpoints = await tx.$queryRaw<EndpointRow[]>`
      SELECT id, stream_id AS "streamId", state, types, last_sequence AS "lastSequence" FROM webhook_endpoint ORDER BY id FOR UPDATE`;
    const messages = endpoints.flatMap((endpoint) => messagesFor(endpoint, numbered));
    if (messages.length === 0) return;
    // one array per column, because rows times endpoints may exceed the parameter limit of a statement
    await tx.$executeRaw`INSERT INTO webhook_message (endpoint_id, event_id, sequence, previous_sequence, state)
      SELECT * FROM unnest(${messages.map((m) => m.endpointId)}::text[], ${messages.map((m) => m.eventId)}::text[],
        ${messages.map((m) => m.sequence)}::bigint[], ${messages.map((m) => m.previousSequence)}::bigint[], ${messages.map((m) => m.state)}::text[])`;
    await tx.$executeRaw`
      UPDATE webhook_endpoint e SET last_sequence = m.top
        FROM (SELECT endpoint_id, max(sequence) AS top FROM webhook_message WHERE event_id = ANY(${messages.map((m) => m.eventId)}) GROUP BY endpoint_id) m
       WHERE e.id = m.endpoint_id`;
  }
}

interface OrderLines {
  orderId: string;
  lines: object[];
  buyer: object;
  reference: string | null;
}

/** Adds lines and buyer to order events. Done here once for all streams, to keep the selling statements short. */
async function withOrderLines(tx: Prisma.TransactionClient, rows: OutboxRow[]): Promise<OutboxRow[]> {
  const isOrder = ({ type }: OutboxRow): boolean => type.startsWith('order.');
  const ids = new Set(rows.filter(isOrder).map(({ data }) => String(data.orderId)));
  if (ids.size === 0) return rows;
  const known = await tx.$queryRaw<OrderLines[]>(orderLines([...ids]));
  const linesOf = new Map(known.map(({ orderId, ...lines }) => [orderId, lines]));
  return rows.map((row) =>
    isOrder(row) ? { ...row, data: { ...row.data, ...linesOf.get(String(row.data.orderId)) } } : row,
  );
}

function number(stream: StreamRow, rows: readonly OutboxRow[]): Numbered[] {
  const { partnerId } = stream;
  const audience: Audience = partnerId === null ? { kind: 'house' } : { kind: 'partner', partnerId };
  return rows
    .filter((row) => sees(audience, row))
    .map((row, index) => ({
      streamId: stream.id,
      sequence: stream.last + BigInt(index) + 1n,
      eventId: newId('evt'),
      row,
    }));
}

function messagesFor(endpoint: EndpointRow, numbered: readonly Numbered[]): Message[] {
  let previous = endpoint.lastSequence === 0n ? null : endpoint.lastSequence;
  return numbered
    .filter(({ streamId, row }) => streamId === endpoint.streamId && wants(endpoint.types, row.type))
    .map(({ eventId, sequence }) => {
      const state = endpoint.state === 'active' ? ('pending' as const) : ('skipped' as const);
      const message = { endpointId: endpoint.id, eventId, sequence, previousSequence: previous, state };
      previous = sequence;
      return message;
    });
}

async function insertEvents(tx: Prisma.TransactionClient, numbered: readonly Numbered[]): Promise<void> {
  if (numbered.length === 0) return;
  await tx.$executeRaw`INSERT INTO stream_event (stream_id, sequence, outbox_id, event_id, type, data, created_at)
    SELECT stream_id, sequence, outbox_id, event_id, type, data::jsonb, created_at
      FROM unnest(${numbered.map((n) => n.streamId)}::text[], ${numbered.map((n) => n.sequence)}::bigint[],
        ${numbered.map((n) => n.row.id)}::bigint[], ${numbered.map((n) => n.eventId)}::text[],
        ${numbered.map((n) => n.row.type)}::text[], ${numbered.map((n) => JSON.stringify(n.row.data))}::text[],
        ${numbered.map((n) => n.row.createdAt.toISOString())}::timestamptz[])
        AS event (stream_id, sequence, outbox_id, event_id, type, data, created_at)`;
  await tx.$executeRaw`
    UPDATE stream s SET last = e.top
      FROM (SELECT stream_id, max(sequence) AS top FROM stream_event WHERE event_id = ANY(${numbered.map((n) => n.eventId)}) GROUP BY stream_id) e
     WHERE s.id = e.stream_id`;
}
