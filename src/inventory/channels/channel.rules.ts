import type { FieldError } from '../../contract/errors.js';
import type { PoolFigures } from '../inventory.types.js';
import type { LaidSeat, SeatLayout } from '../seats/seat-layout.js';
import {
  emptyWish,
  lettersOfSeats,
  nextLetter,
  type PlannedChange,
  type StockWish,
  WITHDRAWN_LETTER,
} from '../stock/change.rules.js';
import { ACCESSIBLE, PUBLIC } from '../../contract/sale/channels.js';
import { isSetAside } from '../stock/stock-plan.rules.js';
import { PUBLIC_LETTER, type StockBook } from './stock-book.rules.js';

export type Allocation = { ticketTypeId: string; quantity: number } | { seatIds: string[] };

export interface ChannelDraft {
  key: string;
  label: string;
  partnerId: string | null;
  lanes: string[];
  allocations: Allocation[];
  /** RFC 3339; null means never. */
  returnAt: string | null;
  returnTo: string;
  /** null means never. */
  returnBelowPercent: number | null;
}

/** Seats moved by one step of a return: a few milliseconds of Redis. */
const SEATS_PER_RETURN = 1_000;

/** Follows where the stock of a channel returns to, and from there on. An unknown channel is another error. */
function returnsToPublic(draft: ChannelDraft, drafts: readonly ChannelDraft[]): boolean {
  let at: ChannelDraft | undefined = draft;
  for (let step = 0; at !== undefined && at.key !== PUBLIC; step += 1) {
    if (step > drafts.length) return false;
    const returnTo: string = at.returnTo;
    at = drafts.find(({ key }) => key === returnTo);
  }
  return true;
}

/** Validates a sale's channels on their own; whether the stock is available is for Redis to decide. */
export function channelErrors(drafts: readonly ChannelDraft[], book: StockBook, layout: SeatLayout): FieldError[] {
  const errors: FieldError[] = [];
  const keys = new Set<string>([PUBLIC, ...drafts.map(({ key }) => key)]);
  const seen = new Set<string>();
  const seats = new Set<string>();
  drafts.forEach((draft, index) => {
    const wrong = (field: string, message: string) => errors.push({ field: `${index}.${field}`, message });
    if (seen.has(draft.key)) wrong('key', 'is used by another channel');
    seen.add(draft.key);
    if (!keys.has(draft.returnTo)) wrong('returnTo', `there is no channel ${draft.returnTo}`);
    if (draft.returnTo === draft.key && draft.key !== PUBLIC) wrong('returnTo', 'must be another channel');
    else if (!returnsToPublic(draft, drafts)) wrong('returnTo', 'must lead to public, or stock would go round');
    if (draft.key === ACCESSIBLE && !book.channels.some(({ key }) => key === ACCESSIBLE))
      wrong('key', 'is for wheelchair places, of which this seat map has none');
    if (draft.key === ACCESSIBLE && draft.lanes.length > 0)
      wrong('lanes', 'have no wheelchair places of their own: everybody can ask for them');
    if (draft.key === PUBLIC && draft.allocations.length > 0)
      wrong('allocations', 'public has what no other channel has, so nothing is allocated to it');
    for (const allocation of draft.allocations) {
      if ('seatIds' in allocation) {
        for (const id of allocation.seatIds) {
          if (!layout.seat(id)) wrong('allocations', `there is no seat ${id}`);
          if (seats.has(id)) wrong('allocations', `seat ${id} is allocated twice`);
          seats.add(id);
        }
        continue;
      }
      const { ticketTypeId } = allocation;
      if (!book.pool(ticketTypeId, PUBLIC)) wrong('allocations', `there is no ticket type ${ticketTypeId}`);
      else if (layout.blocksOf(ticketTypeId).length > 0)
        wrong('allocations', `${ticketTypeId} has reserved seats: allocate them by seatIds`);
      if (draft.allocations.filter((other) => !('seatIds' in other) && other.ticketTypeId === ticketTypeId).length > 1)
        wrong('allocations', `${ticketTypeId} is allocated twice`);
    }
  });
  return errors;
}

/** Returns the channel a seat falls back to: wheelchair places stay set aside until they are released. */
function homeOf(seat: LaidSeat, book: StockBook): string {
  if (!isSetAside(seat) || !book.pool(seat.ticketTypeId, ACCESSIBLE)) return PUBLIC;
  const isReleased = book.pools.some(({ poolId, channel }) => poolId === seat.poolId && channel === PUBLIC);
  return isReleased ? PUBLIC : ACCESSIBLE;
}

/** Adds the wheelchair channel if the house has one: like public it always exists and need not be listed. */
export function withAccessible(drafts: readonly ChannelDraft[], book: StockBook): ChannelDraft[] {
  const channel = book.channels.find(({ key }) => key === ACCESSIBLE);
  if (!channel || drafts.some(({ key }) => key === ACCESSIBLE)) return [...drafts];
  const { letter: _, returnAt, ...rest } = channel;
  return [...drafts, { ...rest, allocations: [], returnAt: returnAt?.toISOString() ?? null }];
}

/** Assigns a letter to each channel: its existing one, or an unused one. */
export function assignLetters(drafts: readonly ChannelDraft[], book: StockBook): Map<string, string> {
  const letters = new Map([[PUBLIC, PUBLIC_LETTER], ...book.channels.map(({ key, letter }) => [key, letter] as const)]);
  const taken = new Set([...letters.values(), ...book.pools.filter((p) => p.capacity > 0).map(({ letter }) => letter)]);
  for (const { key } of drafts) {
    if (letters.has(key)) continue;
    const letter = nextLetter(taken);
    if (letter === null) throw new Error('more channels than letters');
    letters.set(key, letter);
    taken.add(letter);
  }
  return letters;
}

/** Plans the change to these channels: each pool gets its quantity, each seat its channel, and public the rest. */
export function planChannels(
  book: StockBook,
  layout: SeatLayout,
  drafts: readonly ChannelDraft[],
  letters: ReadonlyMap<string, string>,
): PlannedChange {
  const wish = emptyWish();
  const quantities = new Map<string, number>();
  const channelOfSeat = new Map<string, string>();
  for (const { key, allocations } of drafts)
    for (const allocation of allocations) {
      if ('seatIds' in allocation) for (const id of allocation.seatIds) channelOfSeat.set(id, key);
      else quantities.set(`${allocation.ticketTypeId} ${key}`, allocation.quantity);
    }
  for (const open of book.pools.filter(({ channel }) => channel === PUBLIC)) {
    const { ticketTypeId } = open;
    if (layout.blocksOf(ticketTypeId).length > 0) continue;
    const pools = book.pools.filter((pool) => pool.ticketTypeId === ticketTypeId);
    const others = pools.filter((pool) => pool !== open);
    if (others.length === 0) continue;
    const total = pools.reduce((sum, { capacity }) => sum + capacity, 0);
    let left = total;
    for (const pool of others) {
      const capacity = quantities.get(`${ticketTypeId} ${pool.channel}`) ?? 0;
      left -= capacity;
      wish.pools.push({ poolId: pool.poolId, capacity });
    }
    if (left < 0) return { kind: 'below' };
    wish.pools.push({ poolId: open.poolId, capacity: left });
    wish.letters.push(...pools.map((pool): StockWish['letters'][number] => [ticketTypeId, pool.letter, pool.poolId]));
  }
  for (const seat of layout.blocks.flatMap(({ seats }) => seats)) {
    const target = book.pool(seat.ticketTypeId, channelOfSeat.get(seat.id) ?? homeOf(seat, book));
    if (target && target.poolId !== seat.poolId) wish.seats.push(moved(seat, target));
  }
  wish.letters.push(...lettersOfSeats(book, wish));
  const kept = drafts.filter(({ key }) => key !== PUBLIC);
  wish.channels = kept.map(({ allocations: _, ...rest }) => ({ ...rest, letter: letters.get(rest.key) ?? '' }));
  return { kind: 'planned', subject: '', wish };
}

/**
 * Plans what a channel returns now: its free quantities and free seats. Taken seats are left out rather than left to
 * Redis to skip, or a page of them would stand before the free ones for ever.
 * @param letterOf how the seat stands in Redis
 */
export function planReturn(
  book: StockBook,
  layout: SeatLayout,
  channel: string,
  returnTo: string,
  figures: readonly PoolFigures[],
  letterOf: (seat: LaidSeat) => string,
): Pick<StockWish, 'pools' | 'seats'> {
  const pools: StockWish['pools'] = [];
  const seats: StockWish['seats'] = [];
  for (const pool of book.pools.filter((other) => other.channel === channel)) {
    const target = book.pool(pool.ticketTypeId, returnTo) ?? book.pool(pool.ticketTypeId, PUBLIC);
    const free = figures.find(({ poolId }) => poolId === pool.poolId)?.free ?? 0;
    if (!target || free <= 0) continue;
    const blocks = layout.blocksOf(pool.ticketTypeId);
    if (blocks.length === 0) {
      pools.push({ poolId: pool.poolId, capacity: pool.capacity - free });
      pools.push({ poolId: target.poolId, capacity: target.capacity + free, takes: pool.poolId });
      continue;
    }
    const isFree = (seat: LaidSeat) => [pool.letter, WITHDRAWN_LETTER].includes(letterOf(seat));
    const own = blocks.flatMap(({ seats: all }) => all.filter((seat) => seat.poolId === pool.poolId && isFree(seat)));
    seats.push(...own.slice(0, SEATS_PER_RETURN).map((seat) => moved(seat, target)));
  }
  return { pools, seats };
}

/**
 * Plans the return of exactly these units from a channel, all or nothing. Whether they are unsold is for Redis to
 * decide. A seat of another channel is reported like one that does not exist.
 */
export function planGivenBack(
  book: StockBook,
  layout: SeatLayout,
  channel: string,
  items: readonly Allocation[],
): PlannedChange {
  const wish = emptyWish();
  const returnTo = book.channels.find(({ key }) => key === channel)?.returnTo ?? PUBLIC;
  const targetOf = (ticketTypeId: string) => book.pool(ticketTypeId, returnTo) ?? book.pool(ticketTypeId, PUBLIC);
  const quantities = new Map<string, number>();
  const seatIds = new Set<string>();
  for (const item of items) {
    if ('seatIds' in item) for (const id of item.seatIds) seatIds.add(id);
    else quantities.set(item.ticketTypeId, (quantities.get(item.ticketTypeId) ?? 0) + item.quantity);
  }
  for (const [ticketTypeId, quantity] of quantities) {
    const own = book.pool(ticketTypeId, channel);
    const target = targetOf(ticketTypeId);
    if (!own || !target || layout.blocksOf(ticketTypeId).length > 0) return { kind: 'ticket_type_unknown' };
    if (quantity > own.capacity) return { kind: 'below' };
    wish.pools.push({ poolId: own.poolId, capacity: own.capacity - quantity });
    wish.pools.push({ poolId: target.poolId, capacity: target.capacity + quantity });
    wish.letters.push([ticketTypeId, own.letter, own.poolId], [ticketTypeId, target.letter, target.poolId]);
  }
  for (const id of seatIds) {
    const seat = layout.seat(id);
    const target = seat && targetOf(seat.ticketTypeId);
    if (!seat || !target || book.pool(seat.ticketTypeId, channel)?.poolId !== seat.poolId)
      return { kind: 'seat_unknown', seatId: id };
    wish.seats.push(moved(seat, target));
  }
  wish.letters.push(...lettersOfSeats(book, wish));
  return { kind: 'planned', subject: channel, wish };
}

function moved(seat: LaidSeat, target: { poolId: string; letter: string }): StockWish['seats'][number] {
  return {
    id: seat.id,
    block: seat.block,
    offset: seat.offset,
    ticketTypeId: seat.ticketTypeId,
    fromPool: seat.poolId,
    toPool: target.poolId,
    letter: seat.withdrawn ? WITHDRAWN_LETTER : target.letter,
    blocked: seat.blocked,
  };
}
