import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pollAfterMs, stretchedPollMs } from './snapshot.policy.js';

describe('polling', () => {
  it('is slow long before a boundary and quick near it', () => {
    expect(pollAfterMs('scheduled', 3_600_000, 0)).toBe(15_000);
    expect(pollAfterMs('prequeue', 120_000, 0)).toBe(5_000);
    expect(pollAfterMs('prequeue', 30_000, 0)).toBe(2_000);
  });
  it('never sleeps across the opening', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2_000, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        (ahead, waiting) => {
          expect(pollAfterMs('prequeue', ahead, waiting)).toBeLessThanOrEqual(ahead);
        },
      ),
    );
  });
  it('spreads a larger crowd over more time', () => {
    expect(pollAfterMs('on_sale', null, 10_000)).toBe(2_000);
    expect(pollAfterMs('on_sale', null, 500_000)).toBe(7_000);
    expect(pollAfterMs('on_sale', null, 50_000_000)).toBe(10_000);
  });
  it('is stretched by an overloaded node, at most to half a minute, and not shortly before an opening', () => {
    expect(stretchedPollMs(2_000, null)).toBe(6_000);
    expect(stretchedPollMs(15_000, 3_600_000)).toBe(30_000);
    expect(stretchedPollMs(30_000, null)).toBe(30_000);
    expect(stretchedPollMs(2_000, 60_000)).toBe(2_000);
    expect(stretchedPollMs(2_000, -5)).toBe(2_000);
  });
});
