import type { BeaconVerdict } from '../../../src/contract/line/beacon.js';
import { commitmentOf, drawKey, positionOf, verifyDraw } from '../../../src/contract/line/draw.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';

export interface DrawCheck {
  /**
   * verified: computed on this device and correct · unsealed: correct, but this device saw no commitment before the
   * draw · mismatch: incorrect, and reported to the fan · arrival: joined after the draw, ordered by arrival.
   */
  verdict: 'verified' | 'unsealed' | 'mismatch' | 'arrival';
  position: number;
  arithmetic: DrawArithmetic;
}

/** Every figure of the check, for anyone who wants to repeat it. */
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
  /** How long the promised beacon was waited for, if the draw was made without it. */
  beaconMissedMs: number | null;
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
 * Verifies the draw on this device, using the public snapshot only.
 * @param seen the commitment this device saw before the draw; null if it joined later
 * @param beaconVerdict result of contract/line/beacon.ts, whose curve is loaded only for draws with a beacon
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
  const expected: readonly BeaconVerdict[] = beaconChain === null ? ['none'] : ['verified', 'skipped'];
  const beaconFits = drawn === 0 || expected.includes(beaconVerdict);
  const fits = beaconFits && result.kind === 'verified' && (seen === null || seen === commitment);
  // the position is shown even if the check fails, with the mismatch reported beside it
  const key = drawKey(facts);
  const position = positionOf(number, drawn, key);
  const arithmetic = {
    scheme,
    ...facts,
    number,
    beaconChain,
    round,
    beaconMissedMs: missedMs(snapshot.draw),
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

function missedMs({ frozenAt, beaconSkippedAt = null }: Partial<Snapshot['draw']>): number | null {
  return beaconSkippedAt === null || !frozenAt ? null : Date.parse(beaconSkippedAt) - Date.parse(frozenAt);
}

const MINUTE_MS = 60_000;
export interface BeaconWords {
  noBeacon: string;
  withBeacon: (round: number) => string;
  skippedBeacon: (minutes: number) => string;
}

/** Says what public randomness had to do with the draw. */
export function beaconNote({ beaconChain, beaconMissedMs, round }: DrawArithmetic, words: BeaconWords): string {
  if (beaconMissedMs !== null) return words.skippedBeacon(Math.max(1, Math.round(beaconMissedMs / MINUTE_MS)));
  return beaconChain === null ? words.noBeacon : words.withBeacon(round ?? 0);
}
