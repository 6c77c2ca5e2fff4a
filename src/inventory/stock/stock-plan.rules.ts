import { ACCESSIBLE, PUBLIC } from '../../contract/sale/channels.js';
import { CHANNEL_LETTERS, PUBLIC_LETTER } from '../channels/stock-book.rules.js';
import type { DraftSeat, HouseMap, SeatRow, StockTicketType } from '../inventory.types.js';
import { SeatLayout } from '../seats/seat-layout.js';
import { roomOf, sellersOf } from '../seats/stock-errors.rules.js';

/** Letter of free seats in the wheelchair channel, which every house with wheelchair places starts with. */
export const ACCESSIBLE_LETTER = CHANNEL_LETTERS[0] ?? 'A';

interface PlannedPool {
  id: string;
  ticketTypeId: string;
  channel: string;
  letter: string;
  capacity: number;
}

export interface StockPlan {
  pools: PlannedPool[];
  seats: SeatRow[];
}

/** Returns true for a wheelchair place or its companion seat: neither is offered to others before it is released. */
export const isSetAside = ({ accessible, companionOf }: Pick<DraftSeat, 'accessible' | 'companionOf'>): boolean =>
  accessible || companionOf !== null;

/**
 * Plans pools and seats of a validated sale. Set-aside places get their own pools and channel, so that searches for
 * public seats cannot take them.
 * @param poolIds at least three per ticket type, in the order in which pools are listed
 */
export function planStock(
  ticketTypes: readonly StockTicketType[],
  house: HouseMap | null,
  poolIds: readonly string[],
): StockPlan {
  const pools = new Map<string, PlannedPool>();
  const letters = lettersOf(ticketTypes);
  const poolOf = (ticketTypeId: string, channel: string): PlannedPool => {
    const name = `${ticketTypeId} ${channel}`;
    const letter = letters.get(channel) ?? '';
    const pool = pools.get(name) ?? { id: poolIds[pools.size] ?? '', ticketTypeId, channel, letter, capacity: 0 };
    pools.set(name, pool);
    return pool;
  };
  for (const { id, admission, capacity, sections, channel = PUBLIC } of ticketTypes) {
    poolOf(id, PUBLIC);
    if (admission === 'general') poolOf(id, channel).capacity = capacity ?? roomOf(sections, house);
  }
  const drafts = house?.seats ?? [];
  const sellers = sellersOf(ticketTypes, drafts);
  const seats = drafts.map((seat, index): SeatRow => {
    const { id: ticketTypeId = '', channel = PUBLIC } = ticketTypes[sellers[index] ?? -1] ?? {};
    const pool = poolOf(ticketTypeId, isSetAside(seat) ? ACCESSIBLE : channel);
    pool.capacity += 1;
    return { ...seat, ticketTypeId, poolId: pool.id, withdrawn: false, blocked: false };
  });
  const layout = new SeatLayout(seats);
  return {
    pools: [...pools.values()],
    seats: seats.map((seat) => ({ ...seat, blockRank: layout.seat(seat.id)?.block ?? 0 })),
  };
}

/** Assigns letters to the channels that ticket types begin in. */
function lettersOf(ticketTypes: readonly StockTicketType[]): Map<string, string> {
  const letters = new Map([
    [PUBLIC, PUBLIC_LETTER],
    [ACCESSIBLE, ACCESSIBLE_LETTER],
  ]);
  for (const { channel = PUBLIC } of ticketTypes)
    if (!letters.has(channel)) letters.set(channel, CHANNEL_LETTERS[letters.size - 1] ?? '');
  return letters;
}
