import { createHash } from 'node:crypto';
import type { MapPoint } from '../../contract/stock/seat-map-shapes.js';
import type { SeatRow } from '../inventory.types.js';

export interface LaidSeat extends SeatRow {
  block: number;
  offset: number;
}

/** Where a seat is in Redis. */
export type Place = readonly [block: number, offset: number];

/** The seats of one section and zone sold by one ticket type, across channels: one string in Redis. */
export interface Block {
  index: number;
  ticketTypeId: string;
  zone: string | null;
  section: string;
  sectionLabel: string;
  seats: readonly LaidSeat[];
  /** Characters of the block's string. */
  width: number;
}

/** Separates two rows, so that no run of free seats spans them. */
const ROW_BREAK = '/';
/** A position without a seat of this ticket type: an aisle, or a seat of another type. */
const NO_SEAT = '.';

/**
 * Maps each seat of a sale to its position in Redis: blocks by rank, or else in the order of the house (y, then x);
 * rows and seats in index order, so that neighbours are adjacent characters. Deterministic: every node derives the same
 * layout from the same rows.
 */
export class SeatLayout {
  readonly blocks: readonly Block[];
  /** Depends on the seats but not on their channels: scripts refuse a caller with another fingerprint. */
  readonly fingerprint: string;
  private readonly byId = new Map<string, LaidSeat>();
  private readonly byOffset: readonly Map<number, LaidSeat>[];

  /** @param focalPoint where the audience looks; null: in front of the middle of the house */
  constructor(
    rows: readonly SeatRow[],
    readonly focalPoint: MapPoint | null = null,
  ) {
    this.blocks = groups(rows).map(layBlock);
    this.byOffset = this.blocks.map(({ seats }) => new Map(seats.map((seat) => [seat.offset, seat])));
    const places: string[] = [];
    for (const { seats } of this.blocks) {
      for (const seat of seats) {
        this.byId.set(seat.id, seat);
        places.push(`${seat.id}\u0000${seat.ticketTypeId}\u0000${seat.block}:${seat.offset}`);
      }
    }
    this.fingerprint = createHash('sha1').update(places.join('\n')).digest('hex');
  }

  /** Number of seats. */
  get size(): number {
    return this.byId.size;
  }

  seat(id: string): LaidSeat | undefined {
    return this.byId.get(id);
  }

  seatAt(block: number, offset: number): LaidSeat | undefined {
    return this.byOffset[block]?.get(offset);
  }

  /** Returns a ticket type's blocks in index order, optionally of one section and zone. */
  blocksOf(ticketTypeId: string, section?: string, zone?: string): Block[] {
    return this.blocks.filter(
      (block) =>
        block.ticketTypeId === ticketTypeId &&
        (section === undefined || block.section === section) &&
        (zone === undefined || block.zone === zone),
    );
  }

  blocksOfSection(section: string): Block[] {
    return this.blocks.filter((block) => block.section === section);
  }

  /** Renders a block's string, with each seat's letter from `letterOf`. */
  draw(block: Block, letterOf: (seat: LaidSeat) => string): string {
    const characters: string[] = [];
    let row = block.seats[0]?.rowIndex;
    for (const seat of block.seats) {
      if (seat.rowIndex !== row) characters[seat.offset - 1] = ROW_BREAK;
      row = seat.rowIndex;
      characters[seat.offset] = letterOf(seat);
    }
    return Array.from({ length: block.width }, (_, offset) => characters[offset] ?? NO_SEAT).join('');
  }
}

function groups(rows: readonly SeatRow[]): SeatRow[][] {
  const bySection = new Map<string, SeatRow[]>();
  for (const row of rows) {
    const name = [row.section, row.ticketTypeId, ...(row.zone === null ? [] : [row.zone])].join('\u0000');
    const present = bySection.get(name);
    if (present) present.push(row);
    else bySection.set(name, [row]);
  }
  const placed = [...bySection.entries()].map(([name, seats]) => ({
    name,
    seats,
    rank: seats[0]?.blockRank ?? 0,
    ...corner(seats),
  }));
  placed.sort((a, b) => a.rank - b.rank || a.y - b.y || a.x - b.x || (a.name < b.name ? -1 : 1));
  return placed.map(({ seats }) => seats.sort((a, b) => a.rowIndex - b.rowIndex || a.seatIndex - b.seatIndex));
}

function corner(seats: readonly SeatRow[]): { x: number; y: number } {
  return seats.reduce((at, seat) => ({ x: Math.min(at.x, seat.x), y: Math.min(at.y, seat.y) }), {
    x: Infinity,
    y: Infinity,
  });
}

function layBlock(rows: readonly SeatRow[], index: number): Block {
  const [first] = rows;
  if (!first) throw new Error('a block has at least one seat');
  let previous = first;
  let offset = 0;
  const seats = rows.map((row) => {
    if (row !== first) offset += row.rowIndex === previous.rowIndex ? row.seatIndex - previous.seatIndex : 2;
    previous = row;
    return { ...row, block: index, offset };
  });
  const { ticketTypeId, section, sectionLabel, zone } = first;
  return { index, ticketTypeId, zone, section, sectionLabel, seats, width: offset + 1 };
}
