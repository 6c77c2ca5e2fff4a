/**
 * The public beacon of a draw: rounds of drand, a network publishing randomness that nobody can predict or choose. Its
 * signatures (scheme bls-unchained-g1-rfc9380) are verified here, identically in the server, the fan's browser and the
 * verifier.
 */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

export interface BeaconChain {
  /** Identifies the chain; part of the seed commitment. */
  hash: string;
  /** Hex, 96 bytes: a point of G2. */
  publicKey: string;
  /** Unix time in seconds of round 1. */
  genesisSeconds: number;
  periodSeconds: number;
}

export interface BeaconRound {
  round: number;
  /** Hex, 48 bytes: a point of G1. */
  signature: string;
}

/** The League of Entropy's public chain, with a round every three seconds. */
export const quicknet: BeaconChain = {
  hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  genesisSeconds: 1_692_803_367,
  periodSeconds: 3,
};

const DOMAIN = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';
const ROUND_BYTES = 8;
const bls = bls12_381.shortSignatures;

/** Returns the first round published at or after a time. */
export function roundAt({ genesisSeconds, periodSeconds }: BeaconChain, timeMs: number): number {
  return Math.max(1, Math.ceil((timeMs / 1_000 - genesisSeconds) / periodSeconds) + 1);
}

export function timeOfRoundMs({ genesisSeconds, periodSeconds }: BeaconChain, round: number): number {
  return (genesisSeconds + (round - 1) * periodSeconds) * 1_000;
}

export function roundMessage(round: number): Uint8Array {
  const bytes = new Uint8Array(ROUND_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(round));
  return sha256(bytes);
}

/** Returns the randomness of a round in hex; null unless signed by the chain's key. Takes about 10 ms. */
export function randomnessOf(chain: BeaconChain, { round, signature }: BeaconRound): string | null {
  if (!Number.isSafeInteger(round) || round < 1 || !/^[0-9a-f]{96}$/.test(signature)) return null;
  try {
    const message = bls.hash(roundMessage(round), DOMAIN);
    const isSigned = bls.verify(hexToBytes(signature), message, hexToBytes(chain.publicKey));
    return isSigned ? bytesToHex(sha256(hexToBytes(signature))) : null;
  } catch {
    return null; // not a point of the curve
  }
}

/** none: no beacon was promised; skipped: the draw says that it was made without; missing: it has none and says nothing. */
export type BeaconVerdict = 'verified' | 'none' | 'skipped' | 'missing' | 'unknown_chain' | 'mismatch';

export interface BeaconClaim {
  beaconChain: string | null;
  frozenAt: string | null;
  round: number | null;
  beacon: string | null;
  beaconSignature: string | null;
  /** Absent in snapshots saved by older versions. */
  beaconSkippedAt?: string | null;
}

/** Delay between fixing N and the round that orders it, so that nobody can choose N knowing the randomness. */
export const BEACON_DELAY_MS = 10_000;

/** Verifies that a draw used the required round and that the randomness is genuine. */
export function verifyBeacon(claim: BeaconClaim, chains: readonly BeaconChain[] = [quicknet]): BeaconVerdict {
  const { beaconChain, frozenAt, round, beacon, beaconSignature, beaconSkippedAt = null } = claim;
  if (beaconChain === null) return round === null && beacon === null ? 'none' : 'mismatch';
  if (beacon === null) return beaconSkippedAt === null ? 'missing' : 'skipped';
  if (beaconSkippedAt !== null) return 'mismatch';
  const chain = chains.find(({ hash }) => hash === beaconChain);
  if (!chain) return 'unknown_chain';
  if (round === null || frozenAt === null || beaconSignature === null) return 'mismatch';
  if (round !== roundAt(chain, Date.parse(frozenAt) + BEACON_DELAY_MS)) return 'mismatch';
  return randomnessOf(chain, { round, signature: beaconSignature }) === beacon ? 'verified' : 'mismatch';
}
