import { describe, expect, it } from '@jest/globals';
import { commitmentOf } from '../../../src/contract/line/draw.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { checkDraw } from './draw-check.js';

const seed = 'ab'.repeat(32);
const saleId = 'sale_1';
const commitment = commitmentOf(seed, saleId, null);

function snapshotOf(drawn: number | null, shown: string | null = seed): Snapshot {
  const lane = {
    arrivals: 40,
    drawn,
    serving: 0,
    window: 200,
    present: 40,
    weight: 1,
    perMinute: 60,
    measured: null,
    chance: [],
  };
  return {
    version: 1,
    at: '2025-01-01T10:00:00.000Z',
    saleId,
    state: 'on_sale',
    prequeueAt: '2025-01-01T09:00:00.000Z',
    opensAt: '2025-01-01T10:00:00.000Z',
    closesAt: null,
    lanes: { general: lane },
    stock: [],
    notice: null,
    pollAfterMs: 2000,
    stale: false,
    draw: {
      scheme: 'ropeline-draw-v1',
      commitment,
      seed: shown,
      frozenAt: null,
      beaconChain: null,
      round: null,
      beacon: null,
      beaconSignature: null,
      beaconSkippedAt: null,
    },
  };
}

describe('checkDraw', () => {
  it('says nothing before the seed is shown', () => {
    expect(checkDraw(snapshotOf(null, null), 'general', 3, commitment)).toBeNull();
    expect(checkDraw(snapshotOf(40, null), 'general', 3, commitment)).toBeNull();
  });

  it('verifies when the commitment is the one seen before the draw', () => {
    const check = checkDraw(snapshotOf(40), 'general', 3, commitment);
    expect(check?.verdict).toBe('verified');
    expect(check?.arithmetic.commitmentComputed).toBe(commitment);
  });

  it('gives every number its own position', () => {
    const positions = Array.from(
      { length: 40 },
      (_, index) => checkDraw(snapshotOf(40), 'general', index + 1, commitment)?.position,
    );
    expect([...positions].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });

  it('claims less for a device that saw no commitment before the draw', () => {
    expect(checkDraw(snapshotOf(40), 'general', 3, null)?.verdict).toBe('unsealed');
  });

  it('tells the fan when another commitment was shown before', () => {
    expect(checkDraw(snapshotOf(40), 'general', 3, '00'.repeat(32))?.verdict).toBe('mismatch');
  });

  it('tells the fan when the seed does not open the commitment', () => {
    const check = checkDraw(snapshotOf(40, 'cd'.repeat(32)), 'general', 3, commitment);
    expect(check?.verdict).toBe('mismatch');
    expect(check?.arithmetic.commitmentComputed).not.toBe(commitment);
  });

  it('leaves a number that came after the draw where it came', () => {
    expect(checkDraw(snapshotOf(40), 'general', 41, commitment)).toMatchObject({ verdict: 'arrival', position: 41 });
  });
});
