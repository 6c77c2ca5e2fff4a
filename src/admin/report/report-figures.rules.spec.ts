import { describe, expect, it } from '@jest/globals';
import { enteredOf, waitOf } from './report-figures.rules.js';

const opensAt = new Date('2027-05-01T08:00:00Z');
const after = (minutes: number): Date => new Date(opensAt.getTime() + minutes * 60_000);
const flow = (firstAt: Date | null) => ({
  ...{ firstAt, entered: firstAt && 80, peakPerMinute: null, peakWaiting: null },
  ...{ reached50: null, reached90: null, reached99: null },
});

describe('waitOf', () => {
  it('is the minute by which that share of those served had been called', () => {
    const known = { flow: flow(after(-30)), served: 100, opensAt };
    expect([2, 2.5, 900].map((minutes) => waitOf(after(minutes), known))).toEqual([2, 3, 900]);
  });

  it('is unknown, not nothing, where the history does not say', () => {
    const terms = { served: 100, opensAt };
    expect(waitOf(null, { ...terms, flow: flow(after(0)) })).toBeNull();
    expect(waitOf(after(9), { ...terms, flow: flow(after(5)) })).toBeNull();
    expect(waitOf(after(0), { ...terms, served: 0, flow: flow(after(0)) })).toBeNull();
  });
});

describe('enteredOf', () => {
  it('is unknown unless the history begins by the opening', () => {
    const from = (firstAt: Date | null) => enteredOf({ flow: flow(firstAt), opensAt });
    expect([from(after(-10)), from(after(1)), from(after(2)), from(null)]).toEqual([80, 80, null, null]);
  });
});
