import type { Relaxed } from '../holds/hold.types.js';
import { BestSeatsFinder, FREE } from './best-seats.policy.js';
import type { LaidSeat, SeatLayout } from './seat-layout.js';

const TAKEN = 'h';

export interface TakenSeats {
  ticketType: number;
  seats: readonly LaidSeat[];
  /** How the search had to give in; null: side by side, with no single seat left behind. */
  relaxed: Relaxed | null;
}
interface TypeOfHouse {
  blocks: ReadonlySet<number>;
  free: number;
}

/** A house in memory that is sold by the search of the shop: for rehearsals, which touch no stock. */
export class FreeHouse {
  private readonly finder: BestSeatsFinder;
  private readonly types: TypeOfHouse[];
  private readonly reads: string[];

  constructor(layout: SeatLayout) {
    this.finder = new BestSeatsFinder(layout);
    const isFree = ({ withdrawn, blocked }: LaidSeat): boolean => !withdrawn && !blocked;
    this.reads = layout.blocks.map((block) => layout.draw(block, (seat) => (isFree(seat) ? FREE : TAKEN)));
    this.types = [...new Set(layout.blocks.map(({ ticketTypeId }) => ticketTypeId))].map((ticketTypeId) => {
      const blocks = layout.blocks.filter((block) => block.ticketTypeId === ticketTypeId);
      return {
        blocks: new Set(blocks.map(({ index }) => index)),
        free: blocks.reduce((sum, { seats }) => sum + seats.filter(isFree).length, 0),
      };
    });
  }

  get free(): number {
    return this.types.reduce((sum, type) => sum + type.free, 0);
  }

  /**
   * Takes the best seats for a group, fewer if its ticket type has no more; null once the house is sold out.
   *
   * @param where from 0 to 1: picks the ticket type in proportion to what is free of each
   */
  take(size: number, where: number): TakenSeats | null {
    let passed = where * this.free;
    const ticketType = this.types.findIndex(({ free }) => (passed -= free) < 0);
    const type = this.types[ticketType];
    const found = type && this.finder.find(this.reads, type.blocks, Math.min(size, type.free));
    if (!found) return null;
    const taken = { ticketType, ...found };
    this.write(taken, TAKEN, -1);
    return taken;
  }

  giveBack(taken: TakenSeats): void {
    this.write(taken, FREE, 1);
  }

  private write({ seats, ticketType }: TakenSeats, letter: string, sign: 1 | -1): void {
    for (const { block, offset } of seats) {
      const read = this.reads[block] ?? '';
      this.reads[block] = `${read.slice(0, offset)}${letter}${read.slice(offset + 1)}`;
    }
    const type = this.types[ticketType];
    if (type) type.free += sign * seats.length;
  }
}
