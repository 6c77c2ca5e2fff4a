import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { LinePrisma } from '../platform/prisma/prisma.service.js';

export interface LaneRecord {
  lane: string;
  /** N; null before the draw. */
  drawn: number | null;
  reserved: number;
  serving: number;
  /** Numbers reserved but never given. */
  unused: number;
  /** Places let in; null if the line began before they were counted. */
  admitted: number | null;
}

/** The durable part of a line, in Postgres. Lanes are sorted by key. */
export interface LineRecord {
  saleId: string;
  epoch: number;
  saleMs: number;
  seedSealed: string;
  commitment: string;
  beaconChain: string | null;
  round: number | null;
  beacon: string | null;
  beaconSignature: string | null;
  /** When the draw was completed without the promised beacon. */
  beaconSkippedAt: Date | null;
  frozenAt: Date | null;
  lanes: LaneRecord[];
}

/** A sale's draw before any number is given. */
export interface NewDraw {
  saleId: string;
  seedSealed: string;
  commitment: string;
  beaconChain: string | null;
}

/** A line's watermarks, as kept in Postgres. */
export interface Progress {
  saleId: string;
  epoch: number;
  saleMs: number;
  /** How far deadlines were extended in this epoch when sale time was read. */
  extendedMs: number;
  lanes: readonly { lane: string; serving: number; arrivals: number; admitted: number }[];
}

@Injectable()
export class QueueRepository {
  constructor(private readonly prisma: LinePrisma) {}

  async find(saleId: string): Promise<LineRecord | null> {
    const row = await this.prisma.queueSale.findUnique({
      where: { saleId },
      omit: { extendedMs: true, extendedEpoch: true },
      include: { lanes: { orderBy: { lane: 'asc' } } },
    });
    if (!row) return null;
    const round = row.round === null ? null : Number(row.round);
    return {
      ...row,
      saleMs: Number(row.saleMs),
      round,
      lanes: row.lanes.map(({ lane, drawn, reserved, serving, unused, admitted }) => ({
        lane,
        drawn,
        reserved,
        serving,
        unused,
        admitted,
      })),
    };
  }

  /** Returns the epochs of the given sales, longest lines first, in one small query. */
  async epochsOf(saleIds: readonly string[]): Promise<{ saleId: string; epoch: number }[]> {
    return await this.prisma.rows<{ saleId: string; epoch: number }>(Prisma.sql`
      SELECT q.sale_id AS "saleId", q.epoch
      FROM queue_sale q LEFT JOIN queue_lane l ON l.sale_id = q.sale_id
      WHERE q.sale_id = ANY(${[...saleIds]}::text[]) AND q.epoch > 0
      GROUP BY q.sale_id ORDER BY sum(l.reserved) DESC NULLS LAST, q.sale_id`);
  }

  /** Inserts the draw's commitment and the lanes unless they exist. Returns true if the draw was new. */
  async insert({ saleId, seedSealed, commitment, beaconChain }: NewDraw, lanes: readonly string[]): Promise<boolean> {
    const inserted = await this.prisma.$executeRaw`
      INSERT INTO queue_sale (sale_id, seed_sealed, commitment, beacon_chain)
      VALUES (${saleId}, ${seedSealed}, ${commitment}, ${beaconChain}) ON CONFLICT DO NOTHING`;
    const rows = Prisma.join(lanes.map((lane) => Prisma.sql`(${saleId}, ${lane}, 0)`));
    await this.prisma
      .$executeRaw`INSERT INTO queue_lane (sale_id, lane, admitted) VALUES ${rows} ON CONFLICT DO NOTHING`;
    return inserted === 1;
  }

  /**
   * Raises the epoch under an advisory lock, so that recoveries of one sale are serialised. Extensions count from 0 again,
   * also for a node of the version before, which does not ask in which epoch they were counted.
   * @param close closes the sale in Redis; must succeed before the epoch is raised
   */
  async raiseEpoch(saleId: string, close: () => Promise<void>): Promise<number> {
    return await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`epoch:${saleId}`}))`;
      await close();
      const rows = await tx.$queryRaw<
        { epoch: number }[]
      >`UPDATE queue_sale SET epoch = epoch + 1, extended_ms = 0, extended_epoch = epoch + 1
        WHERE sale_id = ${saleId} RETURNING epoch`;
      const [row] = rows;
      if (!row) throw new Error(`${saleId} has no line: prepare it first`);
      return row.epoch;
    });
  }

  /** Fixes N of each lane; the first write wins. */
  async fixDraw(saleId: string, drawn: readonly { lane: string; drawn: number }[]): Promise<void> {
    const values = Prisma.join(drawn.map((entry) => Prisma.sql`(${entry.lane}, ${entry.drawn}::int)`));
    await this.prisma.$executeRaw`
      WITH fixed AS (
        UPDATE queue_sale SET frozen_at = now() WHERE sale_id = ${saleId} AND frozen_at IS NULL RETURNING sale_id
      )
      UPDATE queue_lane SET drawn = v.drawn FROM fixed, (VALUES ${values}) AS v (lane, drawn)
      WHERE queue_lane.sale_id = fixed.sale_id AND queue_lane.lane = v.lane AND queue_lane.drawn IS NULL`;
  }

  /** Stores the beacon that orders the draw; the first write wins. Returns true if it was this one. */
  async keepBeacon(saleId: string, round: number, beacon: string, signature: string): Promise<boolean> {
    const { count } = await this.prisma.queueSale.updateMany({
      where: { saleId, beacon: null, beaconSkippedAt: null, beaconChain: { not: null }, frozenAt: { not: null } },
      data: { round: BigInt(round), beacon, beaconSignature: signature },
    });
    return count === 1;
  }

  /**
   * Completes the draw without its beacon, once N was fixed longer than `seconds` ago and unless the beacon came first.
   * Returns true if it was this call.
   */
  async skipBeacon(saleId: string, seconds: number): Promise<boolean> {
    const count = await this.prisma.$executeRaw`
      UPDATE queue_sale SET beacon_skipped_at = now()
      WHERE sale_id = ${saleId} AND beacon_chain IS NOT NULL AND beacon IS NULL AND beacon_skipped_at IS NULL
        AND frozen_at < now() - make_interval(secs => ${seconds})`;
    return count === 1;
  }

  /** Lists draws whose N was fixed longer than `seconds` ago and whose beacon is still missing. */
  async waitingDraws(seconds: number, limit: number): Promise<{ saleId: string; seconds: number }[]> {
    return await this.prisma.rows<{ saleId: string; seconds: number }>(Prisma.sql`
      SELECT q.sale_id AS "saleId", extract(epoch FROM now() - q.frozen_at)::float8 AS seconds
      FROM queue_sale q
      WHERE q.beacon_chain IS NOT NULL AND q.beacon IS NULL AND q.beacon_skipped_at IS NULL
        AND q.frozen_at < now() - make_interval(secs => ${seconds})
        AND EXISTS (SELECT 1 FROM queue_lane l WHERE l.sale_id = q.sale_id AND l.drawn > 0)
        AND EXISTS (SELECT 1 FROM sale s WHERE s.id = q.sale_id AND s.state = 'prequeue')
      ORDER BY q.frozen_at LIMIT ${limit}`);
  }

  /**
   * Raises the reserved numbers of a lane, under the caller's epoch only: a node that still trusts a lost line must not
   * reserve what its successor gives. The lock of the sale's row keeps the epoch while the lane is written.
   * @returns the bound now stored; null under another epoch
   */
  async raiseReserved(saleId: string, lane: string, epoch: number, reserved: number): Promise<number | null> {
    const rows = await this.prisma.rows<{ reserved: number }>(Prisma.sql`
      WITH sale AS MATERIALIZED (
        SELECT sale_id FROM queue_sale WHERE sale_id = ${saleId} AND epoch = ${epoch}::int FOR SHARE
      )
      UPDATE queue_lane l SET reserved = GREATEST(l.reserved, ${reserved}::int) FROM sale
      WHERE l.sale_id = sale.sale_id AND l.lane = ${lane} RETURNING l.reserved`);
    return rows[0]?.reserved ?? null;
  }

  /**
   * Resumes counting above every number that may have been given; numbers between the last known one and the old bound
   * are counted as unused. Not idempotent: each call skips again.
   * @returns `arrivals` where counting resumes, `reserved` the new bound
   */
  async skipReserved(
    saleId: string,
    lane: string,
    ahead: number,
  ): Promise<{ arrivals: number; reserved: number; unused: number } | null> {
    const rows = await this.prisma.$queryRaw<{ arrivals: number; reserved: number; unused: number }[]>`
      UPDATE queue_lane SET unused = unused + reserved - LEAST(arrivals, reserved), arrivals = reserved,
        reserved = reserved + ${ahead}::int
      WHERE sale_id = ${saleId} AND lane = ${lane} RETURNING arrivals, reserved, unused`;
    return rows[0] ?? null;
  }

  /**
   * Stores sale time and each lane's S, arrivals and admissions, for many sales in one statement. Values are monotonic
   * and written only under the writer's epoch; only an extension of deadlines moves sale time back, and no reading from
   * before it moves it forward again. Rows are locked in key order, so that concurrent writers cannot deadlock.
   */
  async keepProgress(sales: readonly Progress[]): Promise<void> {
    const lanes = sales.flatMap(({ saleId, lanes: own }) => own.map((lane) => ({ saleId, ...lane })));
    await this.prisma.$executeRaw`
      WITH due AS (
        SELECT q.sale_id, v.sale_ms, v.extended_ms, CASE WHEN q.extended_epoch = q.epoch THEN q.extended_ms ELSE 0 END AS known_ms
        FROM unnest(${sales.map(({ saleId }) => saleId)}::text[], ${sales.map(({ epoch }) => epoch)}::int[],
          ${sales.map(({ saleMs }) => BigInt(saleMs))}::bigint[], ${sales.map(({ extendedMs }) => BigInt(extendedMs))}::bigint[])
          AS v (sale_id, epoch, sale_ms, extended_ms)
        JOIN queue_sale q ON q.sale_id = v.sale_id AND q.epoch = v.epoch
        ORDER BY q.sale_id FOR UPDATE OF q
      ), kept AS (
        UPDATE queue_sale q SET extended_ms = GREATEST(due.known_ms, due.extended_ms), extended_epoch = q.epoch, sale_ms = CASE
          WHEN due.extended_ms > due.known_ms THEN due.sale_ms
          WHEN due.extended_ms = due.known_ms THEN GREATEST(q.sale_ms, due.sale_ms)
          ELSE q.sale_ms END
        FROM due WHERE q.sale_id = due.sale_id
        RETURNING q.sale_id
      ), moved AS (
        SELECT v.* FROM kept JOIN unnest(${lanes.map(({ saleId }) => saleId)}::text[], ${lanes.map(({ lane }) => lane)}::text[],
        ${lanes.map(({ serving }) => serving)}::int[], ${lanes.map(({ arrivals }) => arrivals)}::int[],
        ${lanes.map(({ admitted }) => admitted)}::int[])
          AS v (sale_id, lane, serving, arrivals, admitted) ON v.sale_id = kept.sale_id
        JOIN queue_lane l ON l.sale_id = v.sale_id AND l.lane = v.lane
          AND (l.serving < v.serving OR l.arrivals < v.arrivals OR l.admitted < v.admitted)
        ORDER BY l.sale_id, l.lane FOR UPDATE OF l
      )
      UPDATE queue_lane l SET serving = GREATEST(l.serving, v.serving), arrivals = GREATEST(l.arrivals, v.arrivals),
        admitted = l.admitted + GREATEST(0, v.admitted - l.admitted)
      FROM moved v WHERE l.sale_id = v.sale_id AND l.lane = v.lane`;
  }
}
