import { BEACON_DELAY_MS, type BeaconChain, roundAt } from '../../contract/beacon.js';
import type { LineRecord } from '../queue.repository.js';

type DrawnRecord = Pick<LineRecord, 'frozenAt' | 'beaconChain' | 'beacon' | 'lanes'>;

/** Whether the order is known: N is fixed, and the beacon is there where one was promised and there is anybody to order. */
export function isDrawn({ frozenAt, beaconChain, beacon, lanes }: DrawnRecord): boolean {
  if (frozenAt === null) return false;
  return beaconChain === null || beacon !== null || lanes.every(({ drawn }) => !drawn);
}

/** Whether N is fixed and the beacon is awaited. */
export const isAwaitingBeacon = (record: DrawnRecord): boolean => record.frozenAt !== null && !isDrawn(record);

/** The round that orders the draw; null before N is fixed, and for a draw without a beacon. */
export function roundOf(record: Pick<LineRecord, 'frozenAt' | 'beaconChain'>, chain: BeaconChain): number | null {
  const { frozenAt, beaconChain } = record;
  return frozenAt === null || beaconChain !== chain.hash ? null : roundAt(chain, frozenAt.getTime() + BEACON_DELAY_MS);
}
