import { describe, expect, it } from '@jest/globals';
import { waitOf } from './report-figures.rules.js';

const opensAt = new Date('2027-05-01T08:00:00Z');
const minute = (n: number, served: number | null) => ({ at: new Date(opensAt.getTime() + n * 60_000), served });

describe('waitOf', () => {
  it('is the minute by which that share of those served had been called', () => {
    const progress = [minute(1, 10), minute(2, 50), minute(3, 90), minute(4, 100)];
    const waits = [0.5, 0.9, 0.99].map((share) => waitOf(share, { progress, served: 100, opensAt }));
    expect(waits).toEqual([2, 3, 4]);
  });

  it('is unknown, not nothing, where the history does not say', () => {
    expect(waitOf(0.5, { progress: [], served: 100, opensAt })).toBeNull();
    expect(waitOf(0.5, { progress: [minute(1, null)], served: 100, opensAt })).toBeNull();
    expect(waitOf(0.5, { progress: [minute(1, 0)], served: 0, opensAt })).toBeNull();
  });
});
