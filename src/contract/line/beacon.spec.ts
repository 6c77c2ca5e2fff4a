import { describe, expect, it } from '@jest/globals';
import { recordedBeacon as vectors } from '../../../test/support/recorded-beacon.js';
import { BEACON_DELAY_MS, quicknet, randomnessOf, roundAt, timeOfRoundMs, verifyBeacon } from './beacon.js';

/** A recorded round of the public network. */
const { quicknet: recorded } = vectors;

describe('a round of the beacon', () => {
  it('has the recorded randomness, by the chain’s own signature', () => {
    expect(randomnessOf(quicknet, recorded)).toBe(recorded.randomness);
  });

  it.each([
    ['another round', { round: 1001 }],
    ['a changed signature', { signature: recorded.signature.replace('b4', 'b5') }],
    ['no point of the curve', { signature: 'a'.repeat(96) }],
    ['nothing', { signature: '' }],
    ['no round', { round: 0 }],
  ])('is refused with %s', (_name, change) => {
    expect(randomnessOf(quicknet, { ...recorded, ...change })).toBeNull();
  });

  it('is the first one at or after a time', () => {
    const at = timeOfRoundMs(quicknet, 1000);
    expect([at - 1, at, at + 1].map((time) => roundAt(quicknet, time))).toEqual([1000, 1000, 1001]);
    expect(roundAt(quicknet, 0)).toBe(1);
  });
});

describe('the beacon of a draw', () => {
  const frozenAt = new Date(timeOfRoundMs(quicknet, recorded.round) - BEACON_DELAY_MS - 500).toISOString();
  const claim = {
    ...{ beaconChain: quicknet.hash, frozenAt, round: recorded.round },
    ...{ beacon: recorded.randomness, beaconSignature: recorded.signature },
  };

  it('is verified for the round that the freeze of N decides, and for no other', () => {
    expect(verifyBeacon(claim)).toBe('verified');
    const later = new Date(Date.parse(frozenAt) + 5_000).toISOString();
    expect(verifyBeacon({ ...claim, frozenAt: later })).toBe('mismatch');
    expect(verifyBeacon({ ...claim, beacon: 'ab'.repeat(32) })).toBe('mismatch');
    expect(verifyBeacon({ ...claim, beaconSignature: null })).toBe('mismatch');
  });

  it('is told apart from a draw without one, one that did without it, and a foreign chain', () => {
    const none = { beaconChain: null, frozenAt, round: null, beacon: null, beaconSignature: null };
    expect(verifyBeacon(none)).toBe('none');
    expect(verifyBeacon({ ...none, beacon: recorded.randomness })).toBe('mismatch');
    const without = { ...claim, beacon: null, beaconSignature: null };
    expect(verifyBeacon(without)).toBe('missing');
    expect(verifyBeacon({ ...without, beaconSkippedAt: frozenAt })).toBe('skipped');
    expect(verifyBeacon({ ...claim, beaconSkippedAt: frozenAt })).toBe('mismatch');
    expect(verifyBeacon({ ...claim, beaconChain: 'ab'.repeat(32) })).toBe('unknown_chain');
  });
});
