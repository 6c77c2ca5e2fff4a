import { describe, expect, it } from '@jest/globals';
import { brier, brierOfMean, middleOf } from '../../src/contract/line/brier.js';
import type { Range } from '../../src/contract/sale/sale-shapes.js';
import type { Speed } from '../../src/queue/line/speed.rules.js';
import { chancesOf, estimated, recordings, share, told, waitsOf } from './recorded-night.js';

const each = recordings
  .map((recording) => `${recording.title}: ${Math.round(share(waitsOf(recording, estimated(recording))) * 100)} %`)
  .join(', ');

/** Real sales of the service, recorded by `npm run record-told` (load/told). */
describe('what fans are told, against recorded sales', () => {
  it('is a wait that contains the truth at least eight times out of ten', () => {
    expect(recordings.length).toBeGreaterThanOrEqual(5);
    const waits = recordings.flatMap((recording) => waitsOf(recording, estimated(recording)));
    expect(waits.length).toBeGreaterThan(3_000);
    const found = share(waits);
    expect({ isEnough: found >= 0.8, found, each }).toMatchObject({ isEnough: true });
  });

  it('is measured here as the service measured it: without margins it would not hold, there or here', () => {
    const bare = ({ fast, slow }: Speed): Range => ({ from: Math.min(fast, slow), to: Math.max(fast, slow) });
    expect(share(recordings.flatMap((recording) => waitsOf(recording, estimated(recording, bare))))).toBeLessThan(0.5);
    for (const recording of recordings) {
      const [service, replay] = [told(recording), estimated(recording)];
      const known = service.flatMap((one, index) => {
        const same = replay[index];
        return one && same ? [same.from / one.from] : [];
      });
      // both halve the slower of the two averages
      const middle = known.filter(Number.isFinite).sort((a, b) => a - b)[Math.floor(known.length / 2)] ?? 0;
      expect({ title: recording.title, isNear: middle > 0.75 && middle < 1.33, middle }).toMatchObject({
        isNear: true,
      });
    }
  });

  it('was a chance better than knowing how all these sales ended on average', () => {
    const all = recordings.flatMap(chancesOf);
    expect(all.length).toBeGreaterThan(1_000);
    expect(brier(all, middleOf) ?? 1).toBeLessThan(brierOfMean(all) ?? 0);
  });
});
