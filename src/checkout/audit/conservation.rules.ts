import type { CommittedOrder, CommittedUnits } from '../../inventory/inventory.types.js';

/** A unit of an order, named the same way from both stores. */
const unitKey = (orderId: string, poolId: string, seatId: string | null): string =>
  `${orderId} ${poolId} ${seatId ?? '-'}`;

export interface Difference {
  /** Committed in Redis to an order that has no such unit (any more). */
  strays: string[];
  /** Owned by an order in Postgres and not committed in Redis. */
  missing: string[];
}

/**
 * Compares what Redis has committed with what the orders own, by id and not by sum: two errors that cancel out are two.
 * An order that is on its way (`mayOwn`) may own units that are not asked of it.
 */
export function differenceOf(
  inRedis: Iterable<CommittedOrder>,
  owned: readonly CommittedUnits[],
  mayOwn: ReadonlySet<string>,
): Difference {
  const expected = new Map<string, number>();
  for (const { orderId, poolId, seatId, quantity } of owned) {
    const key = unitKey(orderId, poolId, seatId);
    expected.set(key, (expected.get(key) ?? 0) + quantity);
  }
  const found = new Map<string, number>();
  const strays: string[] = [];
  for (const { orderId, units } of inRedis)
    for (const { poolId, seatId, quantity } of units) {
      const key = unitKey(orderId, poolId, seatId);
      found.set(key, (found.get(key) ?? 0) + quantity);
    }
  for (const [key, quantity] of found) {
    const orderId = key.slice(0, key.indexOf(' '));
    if (quantity > (expected.get(key) ?? 0) && !mayOwn.has(orderId)) strays.push(`stray ${key}`);
  }
  const missing = [...expected].flatMap(([key, n]) => ((found.get(key) ?? 0) < n ? [`missing ${key}`] : []));
  return { strays, missing };
}

/** What differed in both of two runs: a single run may have looked in the middle of a change. */
export function confirmedBy(former: readonly string[], now: readonly string[]): string[] {
  const before = new Set(former);
  return now.filter((suspect) => before.has(suspect));
}
