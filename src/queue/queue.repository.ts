import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { LinePrisma } from '../platform/prisma/prisma.service.js';

export interface LaneRecord {
  lane: string;
  /** N; null before the draw. */
  drawn: number | null;
  reserved: number;
  serving: number;
}

/** What Postgres knows of a line: what must not be lost. Lanes are sorted by key. */
export interface LineRecord {
  saleId: string;
  epoch: number;
  saleMs: number;
  seedSealed: string;
  commitment: string;
  beaconChain: string | null;
  round: number | null;
  beacon: string | null;
  frozenAt: Date | null;
  lanes: LaneRecord[];
}

@Injectable()
export class QueueRepository {
  constructor(private readonly prisma: LinePrisma) {}

  async find(saleId: string): Promise<LineRecord | null> {
    const row = await this.prisma.queueSale.findUnique({
      where: { saleId },
      include: { lanes: { orderBy: { lane: 'asc' } } },
    });
    if (!row) return null;
    const round = row.round === null ? null : Number(row.round);
    return {
      ...row,
      saleMs: Number(row.saleMs),
      round,
      lanes: row.lanes.map(({ lane, drawn, reserved, serving }) => ({ lane, drawn, reserved, serving })),
    };
  }

  /** Writes the draw's commitment and the lanes; what is there already stays. True when it was new. */
  async insert(saleId: string, seedSealed: string, commitment: string, lanes: readonly string[]): Promise<boolean> {
    const inserted = await this.prisma.$executeRaw`
      INSERT INTO queue_sale (sale_id, seed_sealed, commitment) VALUES (${saleId}, ${seedSealed}, ${commitment}) ON CONFLICT DO NOTHING`;
    const rows = Prisma.join(lanes.map((lane) => Prisma.sql`(${saleId}, ${lane})`));
    await this.prisma.$executeRaw`INSERT INTO queue_lane (sale_id, lane) VALUES ${rows} ON CONFLICT DO NOTHING`;
    return inserted === 1;
  }

  /**
   * Raises the epoch, while nobody else does for this sale.
   * @param close closes the sale in Redis; the epoch rises only after it
   */
  async raiseEpoch(saleId: string, close: () => Promise<void>): Promise<number> {
    return await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`epoch:${saleId}`}))`;
      await close();
      const rows = await tx.$queryRaw<
        { epoch: number }[]
      >`UPDATE queue_sale SET epoch = epoch + 1 WHERE sale_id = ${saleId} RETURNING epoch`;
      const [row] = rows;
      if (!row) throw new Error(`${saleId} has no line: prepare it first`);
      return row.epoch;
    });
  }

  /** Fixes N of each lane; the first values stay. Returns those that count. */
  async fixDraw(saleId: string, drawn: readonly { lane: string; drawn: number }[]): Promise<void> {
    const values = Prisma.join(drawn.map((entry) => Prisma.sql`(${entry.lane}, ${entry.drawn}::int)`));
    await this.prisma.$executeRaw`
      WITH fixed AS (
        UPDATE queue_sale SET frozen_at = now() WHERE sale_id = ${saleId} AND frozen_at IS NULL RETURNING sale_id
      )
      UPDATE queue_lane SET drawn = v.drawn FROM fixed, (VALUES ${values}) AS v (lane, drawn)
      WHERE queue_lane.sale_id = fixed.sale_id AND queue_lane.lane = v.lane AND queue_lane.drawn IS NULL`;
  }

  /** Raises the bound of a lane's numbers; it never falls. Returns the one that counts. */
  async raiseReserved(saleId: string, lane: string, reserved: number): Promise<number> {
    const rows = await this.prisma.$queryRaw<{ reserved: number }[]>`
      UPDATE queue_lane SET reserved = GREATEST(reserved, ${reserved}::int) WHERE sale_id = ${saleId} AND lane = ${lane} RETURNING reserved`;
    return rows[0]?.reserved ?? 0;
  }

  /** Keeps sale time and S of each lane; both only rise, and only while the epoch is the writer's. */
  async keepProgress(
    saleId: string,
    epoch: number,
    saleMs: number,
    lanes: readonly { lane: string; serving: number }[],
  ): Promise<void> {
    const values = Prisma.join(lanes.map((entry) => Prisma.sql`(${entry.lane}, ${entry.serving}::int)`));
    await this.prisma.$executeRaw`
      WITH kept AS (
        UPDATE queue_sale SET sale_ms = GREATEST(sale_ms, ${saleMs}::bigint) WHERE sale_id = ${saleId} AND epoch = ${epoch} RETURNING sale_id
      )
      UPDATE queue_lane SET serving = GREATEST(queue_lane.serving, v.serving) FROM kept, (VALUES ${values}) AS v (lane, serving)
      WHERE queue_lane.sale_id = kept.sale_id AND queue_lane.lane = v.lane`;
  }
}
