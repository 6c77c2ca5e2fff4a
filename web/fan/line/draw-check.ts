import type { BeaconVerdict } from '../../../src/contract/beacon.js';
import { commitmentOf, drawKey, positionOf, verifyDraw } from '../../../src/contract/draw.js';
import type { Snapshot } from '../../../src/contract/shapes.js';

export interface DrawCheck {
  /**
   * verified: all of it was computed here and fits · unsealed: it fits, but this device saw no commitment before the draw ·
   * mismatch: something does not fit, and the fan is told · arrival: came after the draw, stands in order of arrival.
   */
  verdict: 'verified' | 'unsealed' | 'mismatch' | 'arrival';
  position: number;
  arithmetic: DrawArithmetic;
}

/** Every number of the check, for those who want to do it again. */
export interface DrawArithmetic {
  scheme: string;
  saleId: string;
  lane: string;
  number: number;
  drawn: number;
  seed: string;
  beaconChain: string | null;
  beacon: string | null;
  round: number | null;
  commitment: string;
  commitmentComputed: string;
  commitmentSeen: string | null;
  key: string;
  position: number;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The fan's own check of the draw, from the public snapshot alone.
 * @param seen the commitment this device saw before the draw; null when it came later
 * @param beaconVerdict what contract/beacon.ts found: its curve is loaded for draws with a beacon only
 * @returns null before the draw
 */
export function checkDraw(
  snapshot: Snapshot,
  lane: string,
  number: number,
  seen: string | null,
  beaconVerdict: BeaconVerdict = 'none',
): DrawCheck | null {
  const { seed, commitment, beaconChain, beacon, round, scheme } = snapshot.draw;
  const drawn = snapshot.lanes[lane]?.drawn ?? null;
  if (seed === null || drawn === null) return null;
  const facts = { seed, saleId: snapshot.saleId, lane, drawn, beacon };
  const result = verifyDraw({ ...facts, commitment, beaconChain, number });
  if (result.kind === 'malformed' || result.kind === 'not_revealed') return null;
  const commitmentComputed = commitmentOf(seed, snapshot.saleId, beaconChain);
  const beaconFits = drawn === 0 || beaconVerdict === (beaconChain === null ? 'none' : 'verified');
  const fits = beaconFits && result.kind === 'verified' && (seen === null || seen === commitment);
  // a position is shown even when the check fails: the fan still stands somewhere, and is told that it does not fit
  const key = drawKey(facts);
  const position = positionOf(number, drawn, key);
  const arithmetic = {
    scheme,
    ...facts,
    number,
    beaconChain,
    round,
    commitment,
    commitmentComputed,
    commitmentSeen: seen,
    key: hex(key),
    position,
  };
  if (!fits) return { verdict: 'mismatch', position, arithmetic };
  if (number > drawn) return { verdict: 'arrival', position, arithmetic };
  return { verdict: seen === null ? 'unsealed' : 'verified', position, arithmetic };
}
