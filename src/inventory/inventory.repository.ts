import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { newId } from '../platform/ids.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import type { ChannelRow } from './channels/stock-book.js';
import type { PoolRow, SeatRow, StockTicketType } from './inventory.types.js';
import type { DraftSeat } from './seats/seat-map.rules.js';

/** The client, or a transaction that the caller runs. */
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
  ...[rowIndex: number, seatIndex: number, x: number, y: number, withdrawn: boolean, blocked: boolean],
];

@Injectable()
export class InventoryRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Writes pools and seats, two statements whatever their number. Returns ticket type id → pool id. */
  async create(
    saleId: string,
    ticketTypes: readonly StockTicketType[],
    seats: readonly DraftSeat[],
    tx: StockWriter = this.prisma,
  ): Promise<Map<string, string>> {
    // ids of one millisecond come in no order: sorted, pools are listed in the order of their ticket types
    const ids = ticketTypes.map(() => newId('pool')).sort();
    const pools = new Map(ticketTypes.map(({ id }, index) => [id, ids[index] ?? newId('pool')]));
    const poolIds = ticketTypes.map(({ id }) => pools.get(id) ?? '');
    const capacities = ticketTypes.map((type) =>
      type.admission === 'general'
        ? (type.capacity ?? 0)
        : seats.filter((seat) => type.sections.includes(seat.section)).length,
    );
    await tx.$executeRaw`
      INSERT INTO pool (id, sale_id, ticket_type_id, capacity)
      SELECT id, ${saleId}, ticket_type_id, capacity
      FROM unnest(${poolIds}::text[], ${ticketTypes.map(({ id }) => id)}::text[], ${capacities}::int[]) AS p (id, ticket_type_id, capacity)`;
    if (seats.length > 0) await this.insertSeats(saleId, ticketTypes, pools, seats, tx);
    return pools;
  }

  /** Forgets the stock of a sale that was never published. */
  async remove(saleId: string, tx: StockWriter = this.prisma): Promise<void> {
    await tx.$executeRaw`DELETE FROM seat WHERE sale_id = ${saleId}`;
    await tx.$executeRaw`DELETE FROM pool WHERE sale_id = ${saleId}`;
    await tx.$executeRaw`DELETE FROM channel WHERE sale_id = ${saleId}`;
  }

  async blockedSeats(saleId: string): Promise<Map<string, number>> {
    const rows = await this.prisma.$queryRaw<{ type: string; n: number }[]>`
      SELECT ticket_type_id AS type, count(*)::int AS n FROM seat WHERE sale_id = ${saleId} AND blocked GROUP BY ticket_type_id`;
    return new Map(rows.map(({ type, n }) => [type, n]));
  }

  async channels(saleId: string): Promise<ChannelRow[]> {
    return await this.prisma.$queryRaw<ChannelRow[]>`
      SELECT key, label, partner_id AS "partnerId", lanes, letter, return_at AS "returnAt", return_to AS "returnTo"
      FROM channel WHERE sale_id = ${saleId} ORDER BY rank, key`;
  }

  async pools(saleId: string): Promise<PoolRow[]> {
    return await this.prisma.rows<PoolRow>(Prisma.sql`
      SELECT id AS "poolId", ticket_type_id AS "ticketTypeId", channel, capacity, sold, withdrawn, letter
      FROM pool WHERE sale_id = ${saleId} ORDER BY id`);
  }

  /** As one JSON document: a row object for each of 60,000 seats takes the driver twice as long. */
  async seats(saleId: string): Promise<SeatRow[]> {
    const [found] = await this.prisma.rows<{ seats: string | null }>(Prisma.sql`
      SELECT json_agg(json_build_array(id, pool_id, ticket_type_id, section, section_label, "row", label, row_index, seat_index,
                                       x, y, withdrawn, blocked))::text AS seats
      FROM seat WHERE sale_id = ${saleId}`);
    return (JSON.parse(found?.seats ?? '[]') as SeatColumns[]).map(seatFrom);
  }

  private async insertSeats(
    saleId: string,
    ticketTypes: readonly StockTicketType[],
    pools: ReadonlyMap<string, string>,
    seats: readonly DraftSeat[],
    tx: StockWriter,
  ): Promise<void> {
    const sellers = new Map(
      ticketTypes.flatMap(({ id, sections }) => sections.map((section) => [section, id] as const)),
    );
    const rows = seats.map((seat) => {
      const ticketTypeId = sellers.get(seat.section) ?? '';
      return { ...seat, ticketTypeId, poolId: pools.get(ticketTypeId) ?? '' };
    });
    // as one document: the driver is many times slower with eleven arrays of 60,000 values
    await tx.$executeRaw`
      INSERT INTO seat (sale_id, id, pool_id, ticket_type_id, section, section_label, "row", label, row_index, seat_index, x, y)
      SELECT ${saleId}, id, "poolId", "ticketTypeId", section, "sectionLabel", "row", label, "rowIndex", "seatIndex", x, y
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS s (
        id text, "poolId" text, "ticketTypeId" text, section text, "sectionLabel" text, "row" text, label text,
        "rowIndex" int, "seatIndex" int, x float8, y float8)`;
  }
}

function seatFrom(columns: SeatColumns): SeatRow {
  const [id, poolId, ticketTypeId, section, sectionLabel, row, label, rowIndex, seatIndex, x, y, ...off] = columns;
  const [withdrawn, blocked] = off;
  return { id, poolId, ticketTypeId, section, sectionLabel, row, label, rowIndex, seatIndex, x, y, withdrawn, blocked };
}
