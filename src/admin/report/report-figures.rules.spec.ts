import type { TallyCount } from '../../contract/line/abuse-shapes.js';
import { describe, expect, it } from '@jest/globals';
import type { ChanceScore } from './chance-score.rules.js';
import { figuresOf, waitOf } from './report-figures.rules.js';

const opensAt = new Date('2027-05-01T08:00:00Z');
const after = (minutes: number): Date => new Date(opensAt.getTime() + minutes * 60_000);
const flow = (firstAt: Date | null) => ({
  ...{ firstAt, peakPerMinute: null, peakWaiting: null },
  ...{ reached50: null, reached90: null, reached99: null },
});
const counted = {
  totals: {
    ...{
      placed: 40,
      paid: 30,
      orders: 32,
      buyers: 31,
      buyersTickets: 62,
      takenMinor: 0n,
      refundedMinor: 0n,
      scanned: 0,
    },
  },
  chance: { score: null, ofMean: null } as ChanceScore,
  ...{ places: 180, served: 100, entered: 80 as number | null, sold: 62, capacity: 124 },
  ...{ flow: flow(after(0)), woken: { told: 0, came: 0 }, listed: { incidents: 2, actions: 900 }, opensAt },
  tallies: [
    { what: 'challenge_invalid', count: 15 },
    { what: 'person_again', count: 5 },
    { what: 'limit_exceeded', count: 7 },
  ] as TallyCount[],
};
const valueOf = (key: string, change: Partial<typeof counted> = {}): number | null | undefined =>
  figuresOf({ ...counted, ...change }).find((figure) => figure.key === key)?.value;

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

describe('figuresOf', () => {
  it('divides what its formulas say', () => {
    expect(['lostInLine', 'lostInShop', 'abandonment', 'conversion'].map((key) => valueOf(key))).toEqual([
      20, 50, 20, 32,
    ]);
    expect(['soldShare', 'peoplePer100', 'asleepCame'].map((key) => valueOf(key))).toEqual([50, 50, null]);
  });

  it('counts abuse in the line apart from purchases at a limit', () => {
    expect(['refusedJoins', 'refusedShare', 'refusedPurchases'].map((key) => valueOf(key))).toEqual([20, 10, 7]);
    expect(valueOf('refusedShare', { tallies: [], places: 0 })).toBeNull();
  });

  it('counts rank inversions among counted calls; without any it is not known', () => {
    const calls = [{ what: 'called' as const, count: 90 }];
    expect(valueOf('calledLate', { tallies: calls })).toBe(0);
    expect(valueOf('calledLate', { tallies: [...calls, { what: 'called_late', count: 4 }] })).toBe(4);
    expect(valueOf('calledLate')).toBeNull();
  });

  it('does not guess who was let in before it was counted', () => {
    expect(['entered', 'lostInLine', 'lostInShop'].map((key) => valueOf(key, { entered: null }))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('gives the score of the chances told to a thousandth, and none where there is none', () => {
    const chance = { score: 0.14649, ofMean: 0.1961 };
    expect(['chanceScore', 'chanceOfMean'].map((key) => valueOf(key, { chance }))).toEqual([0.146, 0.196]);
    expect(valueOf('chanceScore')).toBeNull();
  });
});
