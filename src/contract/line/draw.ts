/**
 * The fair draw, `ropeline-draw-v1`: pure arithmetic with identical results on the server and in a fan's browser. The
 * order is the swap-or-not shuffle (Hoang, Morris, Rogaway 2012) with SHA-256 and 90 rounds, exactly as in Ethereum's
 * consensus specification, so the cost of one position does not depend on how many wait.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export const DRAW_SCHEME = 'ropeline-draw-v1';
const ROUNDS = 90;
/** One hash yields the swap bits of this many adjacent indices. */
const BITS_PER_HASH = 256;
const ZERO = new Uint8Array([0]);

/** SHA-256 implementation. Node's native one is faster than the portable default. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/**
 * Returns SHA-256(seed ‖ 0 ‖ sale id ‖ 0 ‖ beacon chain hash, or `none`) in hex, published before anybody takes a
 * number.
 */
export function commitmentOf(seedHex: string, saleId: string, beaconChain: string | null): string {
  const text = concatBytes(hexToBytes(seedHex), ZERO, utf8ToBytes(saleId), ZERO, utf8ToBytes(beaconChain ?? 'none'));
  return bytesToHex(nobleSha256(text));
}

export interface DrawInputs {
  /** Hex, 32 bytes. */
  seed: string;
  saleId: string;
  lane: string;
  /** N: how many numbers of the lane the draw orders. */
  drawn: number;
  /** Randomness of the beacon round in hex; null for a draw without a beacon. */
  beacon: string | null;
}

/**
 * Derives the key of one lane's order: HMAC-SHA-256 keyed with the seed over scheme, sale, lane, N and beacon,
 * separated by zero bytes.
 */
export function drawKey({ seed, saleId, lane, drawn, beacon }: DrawInputs): Uint8Array {
  const message = [DRAW_SCHEME, saleId, lane, String(drawn), beacon ?? ''].join('\0');
  return hmac(nobleSha256, hexToBytes(seed), utf8ToBytes(message));
}

/** The order of one lane. Numbers and positions count from 1; numbers above N keep their order of arrival. */
export interface DrawOrder {
  readonly drawn: number;
  positionOf(number: number): number;
  numberAt(position: number): number;
}

/**
 * Returns the order that a key gives to N numbers. Costs 90 hashes once, and about 90 per position queried.
 * @throws RangeError when N is not a whole number from 0 to 2^40
 */
export function drawOrder(drawn: number, key: Uint8Array, sha256: Sha256 = nobleSha256): DrawOrder {
  if (!Number.isSafeInteger(drawn) || drawn < 0 || drawn > 2 ** 40) throw new RangeError('N is not a valid number');
  const pivots = drawn > 1 ? pivotsOf(drawn, key, sha256) : [];
  const upwards = pivots.map((_, round) => round);
  const downwards = upwards.toReversed();
  const walk = (place: number, rounds: readonly number[]): number => {
    if (!Number.isSafeInteger(place) || place < 1) throw new RangeError('numbers and positions start at 1');
    if (place > drawn) return place;
    let index = place - 1;
    for (const round of rounds) index = swapOrNot(index, drawn, round, pivots[round] ?? 0, key, sha256);
    return index + 1;
  };
  return { drawn, positionOf: (number) => walk(number, upwards), numberAt: (position) => walk(position, downwards) };
}

/** Returns the position of one number; for many, create the order once. */
export function positionOf(number: number, drawn: number, key: Uint8Array, sha256: Sha256 = nobleSha256): number {
  return drawOrder(drawn, key, sha256).positionOf(number);
}

/** Returns the number at a position (inverse of `positionOf`). */
export function numberAt(position: number, drawn: number, key: Uint8Array, sha256: Sha256 = nobleSha256): number {
  return drawOrder(drawn, key, sha256).numberAt(position);
}

/** Ethereum's `compute_shuffled_index`: returns the new place of an index (from 0) among `count`. */
export function shuffledIndex(index: number, count: number, key: Uint8Array, sha256: Sha256 = nobleSha256): number {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) throw new RangeError('the index is out of range');
  return drawOrder(count, key, sha256).positionOf(index + 1) - 1;
}

export interface DrawClaim extends Omit<DrawInputs, 'seed'> {
  seed: string | null;
  commitment: string;
  beaconChain: string | null;
  number: number;
}
export type DrawVerdict =
  | { kind: 'verified'; position: number }
  | { kind: 'not_revealed' }
  | { kind: 'commitment_mismatch' }
  | { kind: 'malformed' };

/**
 * Verifies a draw in the fan's browser: that the revealed seed matches the commitment, and which position the fan's
 * number gets.
 */
export function verifyDraw(claim: DrawClaim): DrawVerdict {
  const { seed, saleId, drawn, number } = claim;
  if (seed === null) return { kind: 'not_revealed' };
  const counts = [drawn, number].every((value) => Number.isSafeInteger(value) && value >= 0) && number >= 1;
  if (!/^[0-9a-f]{64}$/.test(seed) || !counts) return { kind: 'malformed' };
  if (commitmentOf(seed, saleId, claim.beaconChain) !== claim.commitment) return { kind: 'commitment_mismatch' };
  const key = drawKey({ seed, saleId, lane: claim.lane, drawn, beacon: claim.beacon });
  return { kind: 'verified', position: positionOf(number, drawn, key) };
}

function pivotsOf(count: number, key: Uint8Array, sha256: Sha256): number[] {
  return Array.from({ length: ROUNDS }, (_, round) => {
    const hash = sha256(concatBytes(key, new Uint8Array([round])));
    const low64 = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0, true);
    return Number(low64 % BigInt(count));
  });
}

function swapOrNot(
  index: number,
  count: number,
  round: number,
  pivot: number,
  key: Uint8Array,
  sha256: Sha256,
): number {
  const flip = (pivot + count - index) % count;
  const higher = Math.max(index, flip);
  const block = Math.floor(higher / BITS_PER_HASH);
  const input = new Uint8Array(key.length + 5);
  input.set(key);
  const view = new DataView(input.buffer);
  view.setUint8(key.length, round);
  view.setUint32(key.length + 1, block, true);
  const bits = sha256(input)[(higher % BITS_PER_HASH) >> 3] ?? 0;
  return (bits >> (higher % 8)) & 1 ? flip : index;
}
