import { PUBLIC_LETTER } from '../channels/stock-book.rules.js';
import type { StoredLine } from '../holds/hold.rules.js';
import type { CommittedUnits, OrderUnit, PoolRow, RebuildReport } from '../inventory.types.js';
import type { LaidSeat, SeatLayout } from '../seats/seat-layout.js';

export type Pair = [field: string, value: string];

/** The complete contents of Redis after a rebuild, as plain pairs. */
export interface StockImage extends Omit<RebuildReport, 'difference'> {
  stock: Pair[];
  blocks: Pair[];
  owners: Pair[];
  orders: Pair[];
  fans: Pair[];
  /** Free seats per block and channel letter. */
  runs: Pair[];
}

/**
 * Derives the stock from Postgres: units of orders are committed, withdrawn units stay withdrawn, the rest is free; no
 * hold survives. If two orders have the same seat, the first in the list keeps it and the other's unit is a conflict.
 */
export function imageOf(
  pools: readonly PoolRow[],
  layout: SeatLayout,
  committed: readonly CommittedUnits[],
): StockImage {
  const orders = new Map<string, { fan: string; hold?: string; lines: StoredLine[] }>();
  const fans = new Map<string, number>();
  const taken = new Map<LaidSeat, string>();
  const counts = new Map(pools.map((pool) => [pool.poolId, startOf(pool, layout)]));
  const letters = new Map(pools.map(({ poolId, letter }) => [poolId, letter]));
  const conflicts: CommittedUnits[] = [];
  let units = 0;
  for (const unit of committed) {
    const line = lineOf(unit, pools, layout);
    const count = counts.get(unit.poolId);
    const seat = unit.seatId === null ? undefined : layout.seat(unit.seatId);
    if (!line || !count || (seat ? taken.has(seat) : count.capacity - count.withdrawn - count.committed < line.n)) {
      conflicts.push(unit);
      continue;
    }
    if (seat) {
      taken.set(seat, unit.orderId);
      if (seat.withdrawn) count.withdrawn -= 1;
    }
    count.committed += line.n;
    units += line.n;
    const order = orders.get(unit.orderId) ?? {
      fan: unit.fanKey,
      ...(unit.holdId && { hold: unit.holdId }),
      lines: [],
    };
    order.lines.push(line);
    orders.set(unit.orderId, order);
    const fan = `${unit.fanKey}|${line.t}`;
    fans.set(fan, (fans.get(fan) ?? 0) + line.n);
  }
  // a hold must not come back with fewer units than its fan chose
  for (const { orderId } of conflicts) delete orders.get(orderId)?.hold;
  const blocks = layout.blocks.map((block) => ({
    index: block.index,
    drawn: layout.draw(block, (seat) => letterOf(seat, taken, letters)),
  }));
  return {
    units,
    conflicts,
    stock: [
      ...[...counts].flatMap(([poolId, count]) => countPairs(poolId, count)),
      ...[...letters].map(([poolId, letter]): Pair => [`${poolId}:letter`, letter]),
    ],
    blocks: blocks.map(({ index, drawn }): Pair => [String(index), drawn]),
    runs: blocks.flatMap(({ index, drawn }) => freePairs(index, drawn)),
    owners: [...taken].map(([seat, orderId]) => [`${seat.block}:${seat.offset}`, orderId]),
    orders: [...orders].map(([orderId, order]) => [orderId, JSON.stringify(order)]),
    fans: [...fans].map(([field, n]) => [field, String(n)]),
  };
}

interface Count {
  capacity: number;
  committed: number;
  withdrawn: number;
}

function startOf(pool: PoolRow, layout: SeatLayout): Count {
  const seated = layout.blocksOf(pool.ticketTypeId).flatMap((block) => block.seats);
  const seats = seated.filter(({ poolId }) => poolId === pool.poolId);
  if (seated.length === 0) return { capacity: pool.capacity, committed: 0, withdrawn: pool.withdrawn };
  return { capacity: seats.length, committed: 0, withdrawn: seats.filter((seat) => seat.withdrawn).length };
}

/** Converts an order's unit to the scripts' format; null if the house has no such seat or pool. */
export function lineOf(unit: OrderUnit, pools: readonly PoolRow[], layout: SeatLayout): StoredLine | null {
  if (unit.seatId !== null) {
    const seat = layout.seat(unit.seatId);
    return seat ? { t: seat.ticketTypeId, p: unit.poolId, n: 1, b: seat.block, o: seat.offset } : null;
  }
  const pool = pools.find(({ poolId }) => poolId === unit.poolId);
  return pool ? { t: pool.ticketTypeId, p: pool.poolId, n: unit.quantity } : null;
}

function letterOf(seat: LaidSeat, taken: ReadonlyMap<LaidSeat, string>, letters: ReadonlyMap<string, string>): string {
  if (taken.has(seat)) return 'c';
  return seat.withdrawn ? 'w' : (letters.get(seat.poolId) ?? PUBLIC_LETTER);
}

/** Initializes the free counts that change-stock.lua and the hold scripts maintain from then on. */
function freePairs(index: number, drawn: string): Pair[] {
  const counts = new Map<string, number>();
  for (const letter of drawn.match(/[fA-Z]/g) ?? []) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts].map(([letter, n]) => [`${index}:${letter}`, String(n)]);
}

function countPairs(poolId: string, { capacity, committed, withdrawn }: Count): Pair[] {
  const counts = { capacity, committed, withdrawn, free: capacity - committed - withdrawn, held: 0, returning: 0 };
  return Object.entries(counts).map(([name, n]) => [`${poolId}:${name}`, String(n)]);
}
