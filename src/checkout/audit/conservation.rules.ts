import type { CommittedOrder, CommittedUnits } from '../../inventory/inventory.types.js';

/** Identifies a unit of an order identically for both stores. */
const unitKey = (orderId: string, poolId: string, seatId: string | null): string =>
  `${orderId} ${poolId} ${seatId ?? '-'}`;

export interface Difference {
  /** Committed in Redis to an order that does not own the unit, or no longer does. */
  strays: string[];
  /** Owned by an order in Postgres but not committed in Redis. */
  missing: string[];
}

/**
 * Compares the units committed in Redis with those owned by orders, by id rather than by sum, so that errors cannot
 * cancel out. An in-flight order (`mayOwn`) may own units beyond those required of it.
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

/** Returns where a suspect is; the figures after it change from run to run while the sale sells. */
const placeOf = (suspect: string): string => suspect.split(': ', 1)[0] ?? suspect;

/** Returns the discrepancies at places that differed in both runs; a single run may observe a change half done. */
export function confirmedBy(former: readonly string[], now: readonly string[]): string[] {
  const before = new Set(former.map(placeOf));
  return now.filter((suspect) => before.has(placeOf(suspect)));
}

/**
 * Time after an audit, by whichever node, before the next: longer than a change takes in both stores, so that two audits
 * do not observe the same one half done; shorter than a node's interval, so that none of its own is skipped.
 */
const REST_MS = 4_000;

/** @param ageMs time since the last audit; null if there was none */
export const isDue = (ageMs: number | null): boolean => ageMs === null || ageMs >= REST_MS;
