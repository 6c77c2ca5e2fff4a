import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { newId } from '../platform/ids.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import type { ChannelRow } from './channels/stock-book.rules.js';
import { ACCESSIBLE, PUBLIC } from '../contract/sale/channels.js';
import type { HouseMap, PoolRow, SaleFrame, SeatRow, StockTicketType } from './inventory.types.js';
import { planStock } from './stock/stock-plan.rules.js';

const ACCESSIBLE_LABEL = 'Wheelchair places and companions';

/** The client, or a transaction run by the caller. */
export type StockWriter = Pick<Prisma.TransactionClient, '$executeRaw'>;

type SeatColumns = [
  ...[
    id: string,
    poolId: string,
    ticketTypeId: string,
    section: string,
    sectionLabel: string,
    row: string,
    label: string,
  ],
  ...[rowIndex: number, seatIndex: number, x: number, y: number, blockRank: number, zone: string | null],
  ...[accessible: boolean, companionOf: string | null, restricted: boolean, atTable: boolean],
  ...[withdrawn: boolean, blocked: boolean],
];

@Injectable()
export class InventoryRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Writes pools and seats in one statement each. Returns ticket type id → id of its public pool. */
  async create(
    saleId: string,
    ticketTypes: readonly StockTicketType[],
    house: HouseMap | null,
    seatMapId: string | null,
    tx: StockWriter = this.prisma,
  ): Promise<Map<string, string>> {
    // ids created within a millisecond are unordered: sorting keeps pools in the order of their ticket types
    const ids = ticketTypes.flatMap(() => [newId('pool'), newId('pool'), newId('pool')]).sort();
    const { pools, seats } = planStock(ticketTypes, house, ids);
    await tx.$executeRaw`
      INSERT INTO pool (id, sale_id, ticket_type_id, channel, letter, capacity)
      SELECT id, ${saleId}, "ticketTypeId", channel, letter, capacity
      FROM json_to_recordset(${JSON.stringify(pools)}::json) AS p (
        id text, "ticketTypeId" text, channel text, letter text, capacity int)`;
    const channels = new Map(pools.map(({ channel, letter }) => [channel, letter]));
    channels.delete(PUBLIC);
    for (const [rank, [key, letter]] of [...channels].entries())
      await tx.$executeRaw`
        INSERT INTO channel (sale_id, key, label, lanes, letter, return_to, rank)
        VALUES (${saleId}, ${key}, ${key === ACCESSIBLE ? ACCESSIBLE_LABEL : key}, '{}', ${letter}, ${PUBLIC}, ${rank})`;
    if (seats.length > 0) await this.insertSeats(saleId, seats, tx);
    if (house)
      await tx.$executeRaw`
        INSERT INTO sale_seat_map (sale_id, seat_map_id, frame)
        VALUES (${saleId}, ${seatMapId}, ${JSON.stringify(house.frame)}::jsonb)`;
    const open = pools.filter(({ channel }) => channel === PUBLIC);
    return new Map(open.map(({ ticketTypeId, id }) => [ticketTypeId, id]));
  }

  /** Deletes the stock of a sale that was never published. */
  async remove(saleId: string, tx: StockWriter = this.prisma): Promise<void> {
    await tx.$executeRaw`DELETE FROM seat WHERE sale_id = ${saleId}`;
    await tx.$executeRaw`DELETE FROM pool WHERE sale_id = ${saleId}`;
    await tx.$executeRaw`DELETE FROM channel WHERE sale_id = ${saleId}`;
    await tx.$executeRaw`DELETE FROM sale_seat_map WHERE sale_id = ${saleId}`;
  }

  async blockedSeats(saleId: string): Promise<Map<string, number>> {
    const rows = await this.prisma.$queryRaw<{ type: string; n: number }[]>`
      SELECT ticket_type_id AS type, count(*)::int AS n FROM seat WHERE sale_id = ${saleId} AND blocked GROUP BY ticket_type_id`;
    return new Map(rows.map(({ type, n }) => [type, n]));
  }

  async channels(saleId: string): Promise<ChannelRow[]> {
    return await this.prisma.$queryRaw<ChannelRow[]>`
      SELECT key, label, partner_id AS "partnerId", lanes, letter, return_at AS "returnAt", return_to AS "returnTo",
        return_below_percent AS "returnBelowPercent"
      FROM channel WHERE sale_id = ${saleId} ORDER BY rank, key`;
  }

  async pools(saleId: string): Promise<PoolRow[]> {
    return await this.prisma.rows<PoolRow>(Prisma.sql`
      SELECT id AS "poolId", ticket_type_id AS "ticketTypeId", channel, capacity, sold, withdrawn, letter
      FROM pool WHERE sale_id = ${saleId} ORDER BY id`);
  }

  async frame(saleId: string): Promise<SaleFrame | null> {
    const rows = await this.prisma.$queryRaw<SaleFrame[]>`
      SELECT version, seat_map_id AS "seatMapId", frame FROM sale_seat_map WHERE sale_id = ${saleId}`;
    return rows[0] ?? null;
  }

  async mapVersion(saleId: string): Promise<number | null> {
    const rows = await this.prisma.rows<{ version: number }>(
      Prisma.sql`SELECT version FROM sale_seat_map WHERE sale_id = ${saleId}`,
    );
    return rows[0]?.version ?? null;
  }

  /** Moves or renames existing seats. Returns null if the map's version is not `version`. */
  async redraw(saleId: string, version: number, { frame, seats }: HouseMap): Promise<number | null> {
    return await this.prisma.$transaction(
      async (tx) => {
        const raised = await tx.$executeRaw`
        UPDATE sale_seat_map SET version = version + 1, frame = ${JSON.stringify(frame)}::jsonb
        WHERE sale_id = ${saleId} AND version = ${version}`;
        if (raised === 0) return null;
        await tx.$executeRaw`
        UPDATE seat SET section_label = s."sectionLabel", "row" = s."row", label = s.label, x = s.x, y = s.y,
          restricted = s.restricted, at_table = s."atTable"
        FROM json_to_recordset(${JSON.stringify(seats)}::json) AS s (
          id text, "sectionLabel" text, "row" text, label text, x float8, y float8, restricted bool, "atTable" bool)
        WHERE seat.sale_id = ${saleId} AND seat.id = s.id`;
        return version + 1;
      },
      { timeout: 20_000 },
    );
  }

  /** Reads the seats as one JSON document: row objects for 60,000 seats take the driver twice as long. */
  async seats(saleId: string): Promise<SeatRow[]> {
    const [found] = await this.prisma.rows<{ seats: string | null }>(Prisma.sql`
      SELECT json_agg(json_build_array(id, pool_id, ticket_type_id, section, section_label, "row", label, row_index, seat_index,
                                       x, y, block_rank, zone, accessible, companion_of, restricted, at_table,
                                       withdrawn, blocked))::text AS seats
      FROM seat WHERE sale_id = ${saleId}`);
    return (JSON.parse(found?.seats ?? '[]') as SeatColumns[]).map(seatFrom);
  }

  /** Inserts the seats as one JSON document: the driver is many times slower with arrays of 60,000 values. */
  private async insertSeats(saleId: string, seats: readonly SeatRow[], tx: StockWriter): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO seat (sale_id, id, pool_id, ticket_type_id, section, section_label, "row", label, row_index, seat_index, x, y,
                        block_rank, zone, accessible, companion_of, restricted, at_table)
      SELECT ${saleId}, id, "poolId", "ticketTypeId", section, "sectionLabel", "row", label, "rowIndex", "seatIndex", x, y,
             "blockRank", zone, accessible, "companionOf", restricted, "atTable"
      FROM json_to_recordset(${JSON.stringify(seats)}::json) AS s (
        id text, "poolId" text, "ticketTypeId" text, section text, "sectionLabel" text, "row" text, label text,
        "rowIndex" int, "seatIndex" int, x float8, y float8, "blockRank" int, zone text, accessible bool,
        "companionOf" text, restricted bool, "atTable" bool)`;
  }
}

function seatFrom(columns: SeatColumns): SeatRow {
  const [id, poolId, ticketTypeId, section, sectionLabel, row, label, rowIndex, seatIndex, x, y, ...more] = columns;
  const [blockRank, zone, accessible, companionOf, restricted, atTable, withdrawn, blocked] = more;
  return {
    ...{ id, poolId, ticketTypeId, section, sectionLabel, row, label, rowIndex, seatIndex, x, y },
    ...{ blockRank, zone, accessible, companionOf, restricted, atTable, withdrawn, blocked },
  };
}
