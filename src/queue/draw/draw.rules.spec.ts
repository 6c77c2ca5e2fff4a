import { describe, expect, it } from '@jest/globals';
import { BEACON_DELAY_MS, quicknet, timeOfRoundMs } from '../../contract/line/beacon.js';
import { isAwaitingBeacon, isDrawn, roundOf } from './draw.rules.js';

const lane = (drawn: number | null) => ({ lane: 'general', drawn, reserved: 10, serving: 0, unused: 0, admitted: 0 });
const frozenAt = new Date(timeOfRoundMs(quicknet, 5_000) - BEACON_DELAY_MS - 1);
const plain = { frozenAt, beaconChain: null, beacon: null, beaconSkippedAt: null, lanes: [lane(4)] };
const promised = { ...plain, beaconChain: quicknet.hash };

describe('a draw', () => {
  it('is known once N is fixed, where no beacon was promised', () => {
    expect([isDrawn({ ...plain, frozenAt: null }), isDrawn(plain)]).toEqual([false, true]);
    expect(isAwaitingBeacon(plain)).toBe(false);
  });

  it('waits for the beacon that was promised, however late it is', () => {
    expect([isDrawn(promised), isAwaitingBeacon(promised)]).toEqual([false, true]);
    expect([isDrawn({ ...promised, beacon: 'ab' }), isAwaitingBeacon({ ...promised, beacon: 'ab' })]).toEqual([
      true,
      false,
    ]);
  });

  it('is known once the promoter opens without the promised beacon', () => {
    const skipped = { ...promised, beaconSkippedAt: new Date() };
    expect([isDrawn(skipped), isAwaitingBeacon(skipped)]).toEqual([true, false]);
    expect(isDrawn({ ...skipped, frozenAt: null })).toBe(false);
  });

  it('needs no beacon where there is nobody to order', () => {
    expect(isDrawn({ ...promised, lanes: [lane(0), lane(0)] })).toBe(true);
    expect(isDrawn({ ...promised, lanes: [lane(0), lane(1)] })).toBe(false);
  });

  it('belongs to the first round at least ten seconds after N was fixed', () => {
    expect(roundOf(promised, quicknet)).toBe(5_000);
    expect(roundOf({ ...promised, frozenAt: new Date(frozenAt.getTime() + 1) }, quicknet)).toBe(5_000);
    expect(roundOf({ ...promised, frozenAt: new Date(frozenAt.getTime() + 2) }, quicknet)).toBe(5_001);
    expect([roundOf(plain, quicknet), roundOf({ ...promised, frozenAt: null }, quicknet)]).toEqual([null, null]);
  });
});
