import { describe, expect, it } from '@jest/globals';
import type { RebuildShape } from '../../../src/contract/stock/rebuild-shapes.js';
import { rebuildFacts, rebuildNote } from './rebuild-words.js';

const emptied: RebuildShape = {
  ...{ id: 'reb_1', epoch: 2, tookMs: 6_940, found: 'nothing', pools: [], examples: [] },
  ...{ beganAt: '2026-11-27T20:00:00.000Z', at: '2026-11-27T20:00:07.000Z' },
  before: {
    ...{ at: '2026-11-27T19:59:55.000Z', waiting: 100, called: 2, shopping: 3, paying: 4, free: 10, held: 1, sold: 89 },
  },
  ...{ admissionsLost: null, holdsLost: null, seats: { freed: null, corrected: null } },
  orders: { units: 1_200, regained: null, dropped: null, conflicts: 0 },
  lanes: [{ lane: 'general', arrivals: 10_000, serving: 98, found: null }],
};
const textOf = (rebuild: RebuildShape, label: string): string | undefined =>
  rebuildFacts(rebuild, 'UTC').find((fact) => fact.label === label)?.text;

describe('the words of a rebuild', () => {
  it('say what was last seen where Redis cannot tell what it lost', () => {
    expect(textOf(emptied, 'Unpaid holds that ended')).toBe('not known; 1 ticket held at 19:59');
    expect(textOf(emptied, 'Fans sent to claim again')).toBe('not known; 7 inside at 19:59');
    expect(textOf({ ...emptied, before: null }, 'Unpaid holds that ended')).toBe(
      'not known, and nothing was seen shortly before',
    );
    const before = emptied.before && { ...emptied.before, held: null, paying: null };
    for (const label of ['Unpaid holds that ended', 'Fans sent to claim again'])
      expect(textOf({ ...emptied, before }, label)).toBe('not known, and nothing was seen shortly before');
    expect(textOf(emptied, 'of these, lost by Redis')).toBe('not known');
    expect(textOf(emptied, 'Places, general')).toBe('none lost: numbers go on above 10,000; 98 called so far');
    expect(textOf(emptied, 'Seats')).toBeUndefined();
  });

  it('count what Redis could tell', () => {
    const found: RebuildShape = {
      ...{ ...emptied, found: 'stock', admissionsLost: 3, holdsLost: 0, seats: { freed: 2, corrected: 1 } },
      orders: { units: 1_200, regained: 2, dropped: 0, conflicts: 1 },
      lanes: [
        { lane: 'vip', arrivals: 10_000, serving: 9, found: { arrivals: 120, serving: 9, called: 1, present: 30 } },
      ],
    };
    expect(textOf(found, 'Unpaid holds that ended')).toBe('0');
    expect(textOf(found, 'of these, lost by Redis')).toBe('2');
    expect(textOf(found, 'Seats')).toBe('2 free again, 1 corrected');
    expect(textOf(found, 'Places, vip')).toContain('120 were given, numbers go on above 10,000');
    expect(rebuildNote(found, 'UTC')).toBe('Redis was lost; the sale went on at 20:00, after 6.9 s');
    expect(rebuildNote(emptied, 'UTC')).toContain('Redis was emptied');
  });
});
