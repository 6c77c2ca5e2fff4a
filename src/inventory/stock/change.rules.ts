import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { PUBLIC } from '../../contract/sale/channels.js';
import { CHANNEL_LETTERS, type ChannelRow, PUBLIC_LETTER, type StockBook } from '../channels/stock-book.rules.js';
import type { CommittedUnits } from '../inventory.types.js';
import type { SeatLayout } from '../seats/seat-layout.js';

export const WITHDRAWN_LETTER = 'w';
export type SeatTarget = 'withdrawn' | 'free' | 'blocked';

interface WishedSeat {
  id: string;
  block: number;
  offset: number;
  ticketTypeId: string;
  /** The pool that counts it while withdrawn. */
  fromPool: string;
  toPool: string;
  letter: string;
  blocked: boolean;
}

/** A stock change as absolute targets, hence idempotent. Stored as JSON. */
export interface StockWish {
  /** Pools of this change that Redis may not know yet: ticket type, letter, pool. */
  letters: [ticketTypeId: string, letter: string, poolId: string][];
  /**
   * Pools without seats. In a soft change a pool that has not enough left keeps the rest, and the pool that `takes` from
   * it gets so much less.
   */
  pools: { poolId: string; capacity: number; takes?: string }[];
  seats: WishedSeat[];
  /** Moves what can be moved now instead of refusing the change. */
  soft: boolean;
  /** The sale's new channels, if they change. */
  channels?: (Omit<ChannelRow, 'returnAt'> & { returnAt: string | null })[];
  /** Logged in the transaction that makes the change, whichever node makes it and however late. */
  entry?: AuditEntry;
}

/** Input of change-stock.lua. */
export interface RedisChange {
  letters: StockWish['letters'];
  pools: [poolId: string, capacity: number, takes?: string][];
  seats: [block: number, offset: number, ticketTypeId: string, fromPool: string, toPool: string, letter: string][];
  soft: boolean;
}

export type PlannedChange =
  | { kind: 'planned'; wish: StockWish; subject: string }
  | { kind: 'nothing' }
  | { kind: 'below' }
  | { kind: 'ticket_type_unknown' }
  | { kind: 'seat_unknown'; seatId: string };

export const emptyWish = (): StockWish => ({ letters: [], pools: [], seats: [], soft: false });

export function redisChange(wish: StockWish): RedisChange {
  return {
    letters: wish.letters,
    pools: wish.pools.map(({ poolId, capacity, takes }) => (takes ? [poolId, capacity, takes] : [poolId, capacity])),
    seats: wish.seats.map((seat) => [
      seat.block,
      seat.offset,
      seat.ticketTypeId,
      seat.fromPool,
      seat.toPool,
      seat.letter,
    ]),
    soft: wish.soft,
  };
}

/**
 * Parses what Redis left as it was: seats as `block:offset`, and units that pools kept as `pool:units` or `pool=units`.
 * A change may be finished by a node of another version than the one whose script made it.
 */
export function leftBy(
  names: readonly string[],
  layout: SeatLayout,
): { seatIds: string[]; kept: ReadonlyMap<string, number> } {
  const seatIds: string[] = [];
  const kept = new Map<string, number>();
  for (const [of = '', n] of names.map((name) => name.split(/[:=]/))) {
    const seat = layout.seatAt(Number(of), Number(n));
    if (seat) seatIds.push(seat.id);
    else if (Number.isNaN(Number(of))) kept.set(of, Number(n));
  }
  return { seatIds, kept };
}

/** Returns what a change of pools came to, where Redis found these units missing. @param missing by the pool that kept them */
export function withoutMissing(wish: StockWish, missing: ReadonlyMap<string, number>): StockWish {
  if (missing.size === 0) return wish;
  const pools = wish.pools.map(({ poolId, capacity, takes }) => ({
    poolId,
    capacity: capacity + (missing.get(poolId) ?? 0) - (missing.get(takes ?? '') ?? 0),
  }));
  return { ...wish, pools };
}

/** Changes the capacity of a ticket type without seats: the public pool absorbs the difference to the allocations. */
export function planCapacity(book: StockBook, ticketTypeId: string, capacity: number): PlannedChange {
  const pools = book.pools.filter((pool) => pool.ticketTypeId === ticketTypeId);
  const open = pools.find(({ channel }) => channel === PUBLIC);
  if (!open) return { kind: 'ticket_type_unknown' };
  const allocated = pools.filter((pool) => pool !== open).reduce((sum, pool) => sum + pool.capacity, 0);
  if (capacity < allocated) return { kind: 'below' };
  const pool = { poolId: open.poolId, capacity: capacity - allocated };
  const letter: StockWish['letters'][number] = [ticketTypeId, PUBLIC_LETTER, open.poolId];
  return { kind: 'planned', subject: ticketTypeId, wish: { ...emptyWish(), letters: [letter], pools: [pool] } };
}

/** Takes seats off sale, or puts them back into their own channel. */
export function planSeats(
  book: StockBook,
  layout: SeatLayout,
  seatIds: readonly string[],
  to: SeatTarget,
): PlannedChange {
  const wish = emptyWish();
  // a seat named twice would be counted twice
  for (const id of new Set(seatIds)) {
    const seat = layout.seat(id);
    const pool = seat && book.pools.find(({ poolId }) => poolId === seat.poolId);
    if (!seat || !pool) return { kind: 'seat_unknown', seatId: id };
    // seats that are not withdrawn need no putting back
    if (to === 'free' && !seat.withdrawn) continue;
    wish.seats.push({
      id,
      block: seat.block,
      offset: seat.offset,
      ticketTypeId: seat.ticketTypeId,
      fromPool: pool.poolId,
      toPool: pool.poolId,
      letter: to === 'free' ? pool.letter : WITHDRAWN_LETTER,
      blocked: to === 'blocked',
    });
  }
  const first = layout.seat(seatIds[0] ?? '');
  if (!first) return { kind: 'nothing' };
  wish.letters = lettersOfSeats(book, wish);
  return { kind: 'planned', subject: first.ticketTypeId, wish };
}

/** Returns every letter that the moved seats may have now: Redis derives a free seat's pool from it. */
export function lettersOfSeats(book: StockBook, wish: StockWish): StockWish['letters'] {
  const types = new Set(wish.seats.map(({ ticketTypeId }) => ticketTypeId));
  return book.pools
    .filter(({ ticketTypeId }) => types.has(ticketTypeId))
    .map(({ ticketTypeId, letter, poolId }) => [ticketTypeId, letter, poolId]);
}

/** Returns the maximum units that a change adds to each pool: Redis may sell them before Postgres has counted them. */
export function raisedBy(wish: StockWish, book: StockBook): Map<string, number> {
  const raised = new Map<string, number>();
  for (const { poolId, capacity } of wish.pools) {
    const before = book.pools.find((pool) => pool.poolId === poolId)?.capacity ?? 0;
    if (capacity > before) raised.set(poolId, capacity - before);
  }
  for (const { toPool, letter } of wish.seats)
    if (letter !== WITHDRAWN_LETTER) raised.set(toPool, (raised.get(toPool) ?? 0) + 1);
  return raised;
}

/**
 * Decides whether a change can be made without Redis: all holds are gone, so only units owned by orders count. Returns
 * the seats to leave alone, or null if the change is refused.
 */
export function settledBy(wish: StockWish, committed: readonly CommittedUnits[]): string[] | null {
  const owned = new Map<string, number>();
  for (const { poolId, quantity } of committed) owned.set(poolId, (owned.get(poolId) ?? 0) + quantity);
  if (wish.pools.some(({ poolId, capacity }) => (owned.get(poolId) ?? 0) > capacity)) return null;
  const sold = new Set(committed.map(({ seatId }) => seatId));
  const taken = wish.seats.filter(({ id }) => sold.has(id)).map(({ id }) => id);
  return taken.length > 0 && !wish.soft ? null : taken;
}

export function nextLetter(taken: ReadonlySet<string>): string | null {
  return CHANNEL_LETTERS.find((letter) => !taken.has(letter)) ?? null;
}
