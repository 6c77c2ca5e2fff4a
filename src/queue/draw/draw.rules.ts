import { BEACON_DELAY_MS, type BeaconChain, roundAt } from '../../contract/line/beacon.js';
import type { LineRecord } from '../queue.repository.js';

type DrawnRecord = Pick<LineRecord, 'frozenAt' | 'beaconChain' | 'beacon' | 'beaconSkippedAt' | 'lanes'>;

/**
 * Returns true once the order is known: N is fixed and, if promised and anybody is to be ordered, the beacon is in or
 * the promoter opened without it.
 */
export function isDrawn({ frozenAt, beaconChain, beacon, beaconSkippedAt, lanes }: DrawnRecord): boolean {
  if (frozenAt === null) return false;
  return beaconChain === null || beacon !== null || beaconSkippedAt !== null || lanes.every(({ drawn }) => !drawn);
}

/** Returns true while N is fixed but the beacon is missing. */
export const isAwaitingBeacon = (record: DrawnRecord): boolean => record.frozenAt !== null && !isDrawn(record);

/** Returns the round that orders the draw; null before N is fixed and for draws without a beacon. */
export function roundOf(record: Pick<LineRecord, 'frozenAt' | 'beaconChain'>, chain: BeaconChain): number | null {
  const { frozenAt, beaconChain } = record;
  return frozenAt === null || beaconChain !== chain.hash ? null : roundAt(chain, frozenAt.getTime() + BEACON_DELAY_MS);
}

/** Pause before the first call, so that everybody learns their position first. */
export const QUIET_AFTER_DRAW_MS = 5_000;
