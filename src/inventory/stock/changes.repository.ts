import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { newId } from '../../platform/ids.js';
import { approvalOf, auditOnce } from '../../platform/audit/audit.sql.js';
import { outboxInsert } from '../../platform/outbox/outbox.sql.js';
import { DueRows } from '../../platform/work/due-rows.sql.js';
import { type PoolCapacity, releasesOf } from './releases.rules.js';
import { type StockWish, WITHDRAWN_LETTER } from './change.rules.js';

export interface OpenChange {
  id: bigint;
  saleId: string;
  wish: StockWish;
}

/** A change and, once it has ended, how. */
export interface RecordedChange extends OpenChange {
  state: 'wanted' | 'done' | 'refused';
  outcome: { leftAlone?: string[]; kind?: string; seatIds?: string[] } | null;
}
/** Writes in the transaction that records a change. */
export type WithChange = (tx: Prisma.TransactionClient, changeId: string) => Promise<void>;

/** The client, or a transaction run by the caller. */
export type ChangeTransaction = Prisma.TransactionClient;
export type ChangeWriter = Pick<Prisma.TransactionClient, '$executeRaw' | '$queryRaw'>;

/** Lease after which any node may take over an unfinished change. */
const LEASE_SECONDS = 5;
const queue = new DueRows({
  table: 'stock_change',
  idType: 'bigint',
  countsTries: false,
  open: Prisma.sql`state = 'wanted'`,
  columns: Prisma.sql`id, sale_id AS "saleId", wish`,
  leaseSeconds: LEASE_SECONDS,
});
const TIMEOUT_MS = 15_000;

/** Another change ended since this one was planned; nothing was written. */
class OvertakenError extends Error {}

/** Requested stock changes and their effects in Postgres. */
@Injectable()
export class StockChangesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Records the change and reserves room in Postgres for the units that Redis is about to offer. Returns null while
   * another change of the sale is open.
   */
  async begin(
    saleId: string,
    wish: StockWish,
    raised: ReadonlyMap<string, number>,
    tx: ChangeWriter = this.prisma,
  ): Promise<bigint | null> {
    const rows = await tx.$queryRaw<{ id: bigint }[]>`
      WITH wished AS (
        INSERT INTO stock_change (sale_id, wish, asking, next_at)
        VALUES (${saleId}, ${JSON.stringify(wish)}::jsonb, ${approvalOf(wish.entry)}, now() + make_interval(secs => ${LEASE_SECONDS}))
        ON CONFLICT (sale_id) WHERE state = 'wanted' DO NOTHING RETURNING id
      ), raised AS (
        UPDATE pool SET raising = more.n FROM unnest(${[...raised.keys()]}::text[], ${[...raised.values()]}::int[]) AS more (id, n)
        WHERE pool.id = more.id AND EXISTS (SELECT FROM wished)
      )
      SELECT id FROM wished`;
    return rows[0]?.id ?? null;
  }

  /**
   * Records the change as `begin` does, together with what `write` writes, provided that none has ended since `last`:
   * the wish was planned from what that one left.
   */
  async beginAfter(
    last: bigint,
    saleId: string,
    { wish, raised }: { wish: StockWish; raised: ReadonlyMap<string, number> },
    write?: WithChange,
  ): Promise<bigint | null> {
    try {
      return await this.together(async (tx) => {
        const id = await this.begin(saleId, wish, raised, tx);
        // none can end after this one was recorded, so what is read now holds until it ends
        if (id !== null && (await this.lastEnded(saleId, tx)) !== last) throw new OvertakenError();
        if (id !== null) await write?.(tx, String(id));
        return id;
      });
    } catch (error) {
      if (error instanceof OvertakenError) return null;
      throw error;
    }
  }

  /** Returns the last change that was carried out, 0 if none: it identifies how stock and channels stand. */
  async lastEnded(saleId: string, tx: ChangeWriter = this.prisma): Promise<bigint> {
    const rows = await tx.$queryRaw<{ last: bigint }[]>`
      SELECT COALESCE(max(id), 0)::bigint AS last FROM stock_change WHERE sale_id = ${saleId} AND state = 'done'`;
    return rows[0]?.last ?? 0n;
  }

  /** Creates empty pools of ticket types in these channels; nothing is sold from them until a change fills them. */
  async makePools(
    saleId: string,
    wanted: readonly { ticketTypeId: string; channel: string; letter: string }[],
    tx: ChangeWriter = this.prisma,
  ): Promise<string[]> {
    if (wanted.length === 0) return [];
    // ids created within a millisecond are unordered: sorting keeps pools in the order requested
    const ids = wanted.map(() => newId('pool')).sort();
    const rows = wanted.map((pool, index) => ({ id: ids[index] ?? newId('pool'), ...pool }));
    await tx.$executeRaw`
      INSERT INTO pool (id, sale_id, ticket_type_id, channel, capacity, letter)
      SELECT id, ${saleId}, "ticketTypeId", channel, 0, letter
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS p (id text, "ticketTypeId" text, channel text, letter text)
      ON CONFLICT (ticket_type_id, channel) DO UPDATE SET letter = excluded.letter WHERE pool.capacity = 0`;
    return rows.map(({ id }) => id);
  }

  /** Runs `work` in one transaction, rolled back if it throws. */
  async together<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
    return await this.prisma.$transaction(work, { timeout: TIMEOUT_MS });
  }

  /**
   * Applies the change to Postgres, once; seats in `leftAlone` stay as they are. Notifies partners of what their
   * allocations gave back, unless the sale is a draft (`isTold` false).
   */
  async finish({ id, saleId, wish }: OpenChange, leftAlone: readonly string[], isTold: boolean): Promise<void> {
    const skipped = new Set(leftAlone);
    const seats = wish.seats
      .filter((seat) => !skipped.has(seat.id))
      .map((seat) => ({
        id: seat.id,
        pool: seat.toPool,
        withdrawn: seat.letter === WITHDRAWN_LETTER,
        blocked: seat.blocked,
      }));
    const seated = [...new Set(wish.seats.flatMap(({ fromPool, toPool }) => [fromPool, toPool]))];
    const outcome = JSON.stringify({ leftAlone });
    await this.prisma.$transaction(
      async (tx) => {
        const ended = await tx.$executeRaw`
          UPDATE stock_change SET state = 'done', ended_at = now(), outcome = ${outcome}::jsonb, wish = wish - 'entry' WHERE id = ${id} AND state = 'wanted'`;
        if (ended === 0) return;
        if (wish.entry) await tx.$executeRaw(auditOnce(wish.entry));
        const before = await lockPools(tx, saleId);
        const channels = await tx.$queryRaw<{ key: string; partnerId: string | null; returnTo: string }[]>`
          SELECT key, partner_id AS "partnerId", return_to AS "returnTo" FROM channel WHERE sale_id = ${saleId}`;
        const moved = await tx.$queryRaw<{ pool: string }[]>`
          WITH before AS (SELECT id, pool_id FROM seat WHERE sale_id = ${saleId} AND id = ANY(${seats.map((seat) => seat.id)}::text[])),
          moved AS (
            UPDATE seat SET pool_id = target.pool, withdrawn = target.withdrawn, blocked = target.blocked
            FROM json_to_recordset(${JSON.stringify(seats)}::json) AS target (id text, pool text, withdrawn boolean, blocked boolean)
            WHERE seat.sale_id = ${saleId} AND seat.id = target.id RETURNING seat.id
          )
          SELECT DISTINCT before.pool_id AS pool FROM before JOIN moved ON moved.id = before.id`;
        const counted = [...new Set([...seated, ...moved.map(({ pool }) => pool)])];
        await tx.$executeRaw`
          UPDATE pool SET capacity = seats.n, withdrawn = seats.w, raising = 0
          FROM (SELECT p.id, count(s.id)::int AS n, (count(s.id) FILTER (WHERE s.withdrawn))::int AS w
                FROM pool p LEFT JOIN seat s ON s.pool_id = p.id WHERE p.id = ANY(${counted}::text[]) GROUP BY p.id) seats
          WHERE pool.id = seats.id`;
        await tx.$executeRaw`
          UPDATE pool SET capacity = target.capacity, raising = 0
          FROM json_to_recordset(${JSON.stringify(wish.pools)}::json) AS target ("poolId" text, capacity int)
          WHERE pool.id = target."poolId"`;
        await tx.$executeRaw`UPDATE pool SET raising = 0 WHERE sale_id = ${saleId} AND raising > 0`;
        // makes other nodes reload the seats
        if (seats.length > 0)
          await tx.$executeRaw`UPDATE sale_seat_map SET version = version + 1 WHERE sale_id = ${saleId}`;
        if (wish.channels) {
          await tx.$executeRaw`DELETE FROM channel WHERE sale_id = ${saleId}`;
          await tx.$executeRaw`
            INSERT INTO channel (sale_id, key, label, partner_id, lanes, letter, return_at, return_to,
              return_below_percent, rank)
            SELECT ${saleId}, key, label, "partnerId", ARRAY(SELECT json_array_elements_text(lanes)), letter, "returnAt", "returnTo",
              "returnBelowPercent", row_number() OVER ()
            FROM json_to_recordset(${JSON.stringify(wish.channels)}::json)
              AS c (key text, label text, "partnerId" text, lanes json, letter text, "returnAt" timestamptz, "returnTo" text,
                "returnBelowPercent" int)`;
        }
        const released = isTold ? releasesOf(before, await lockPools(tx, saleId), channels) : [];
        if (released.length > 0)
          await tx.$executeRaw(
            outboxInsert(released.map((data) => ({ saleId, type: 'allocation.released', data: { saleId, ...data } }))),
          );
      },
      { timeout: TIMEOUT_MS },
    );
  }

  /** Closes a refused change and reverts its reservations. */
  async refuse({ id, saleId }: OpenChange, outcome: object): Promise<void> {
    await this.prisma.$executeRaw`
      WITH ended AS (
        UPDATE stock_change SET state = 'refused', ended_at = now(), outcome = ${JSON.stringify(outcome)}::jsonb, wish = wish - 'entry'
        WHERE id = ${id} AND state = 'wanted' RETURNING sale_id
      )
      UPDATE pool SET raising = 0 FROM ended WHERE pool.sale_id = ${saleId} AND raising > 0`;
  }

  async open(saleId: string): Promise<OpenChange | null> {
    const rows = await this.prisma.$queryRaw<OpenChange[]>`
      SELECT id, sale_id AS "saleId", wish FROM stock_change WHERE sale_id = ${saleId} AND state = 'wanted'`;
    return rows[0] ?? null;
  }

  /** Returns the change that was recorded for an approval. */
  async findAsked(asking: string): Promise<RecordedChange | null> {
    const rows = await this.prisma.$queryRaw<RecordedChange[]>`
      SELECT id, sale_id AS "saleId", wish, state, outcome FROM stock_change WHERE asking = ${asking}`;
    return rows[0] ?? null;
  }

  async find(id: bigint): Promise<RecordedChange | null> {
    const rows = await this.prisma.$queryRaw<RecordedChange[]>`
      SELECT id, sale_id AS "saleId", wish, state, outcome FROM stock_change WHERE id = ${id}`;
    return rows[0] ?? null;
  }

  /** Leases unfinished changes to the caller. */
  async takeDue(limit: number): Promise<OpenChange[]> {
    return await this.prisma.$queryRaw<OpenChange[]>(queue.take(limit));
  }

  /**
   * Returns channels of these sales whose return time has passed, or where what they return to is nearly sold; unordered, so that one
   * that cannot return does not block the others.
   */
  async channelsToReturn(
    saleIds: readonly string[],
    limit: number,
  ): Promise<{ saleId: string; key: string; returnTo: string }[]> {
    return await this.prisma.$queryRaw<{ saleId: string; key: string; returnTo: string }[]>`
      SELECT c.sale_id AS "saleId", c.key, c.return_to AS "returnTo" FROM channel c
      WHERE c.sale_id = ANY(${[...saleIds]}::text[])
        AND (c.return_at <= now() OR c.return_below_percent IS NOT NULL AND c.return_below_percent >= (
          SELECT 100.0 * sum(p.capacity - p.withdrawn - p.sold) / nullif(sum(p.capacity - p.withdrawn), 0)
          FROM pool p WHERE p.sale_id = c.sale_id AND p.channel = c.return_to))
        AND EXISTS (
          SELECT FROM pool p WHERE p.sale_id = c.sale_id AND p.channel = c.key AND p.capacity > p.sold + p.withdrawn)
      ORDER BY random() LIMIT ${limit}::int`;
  }
}

async function lockPools(tx: Prisma.TransactionClient, saleId: string): Promise<PoolCapacity[]> {
  return await tx.$queryRaw<PoolCapacity[]>`
    SELECT id, ticket_type_id AS "ticketTypeId", channel, capacity FROM pool WHERE sale_id = ${saleId} ORDER BY id FOR UPDATE`;
}
