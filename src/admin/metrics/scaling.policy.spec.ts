import { describe, expect, it } from '@jest/globals';
import { nodesWanted, type SaleDemand } from './scaling.policy.js';

const node = { sockets: 10_000, joinsPerSecond: 500, admissionsPerMinute: 600 };
const demand: SaleDemand = { present: 0, arrivals: 0, minutesToOpening: null, perMinute: 1_200, isOver: false };

/** Arrival curves before openings: share of the final crowd present, by minutes before opening. */
const curves: Record<string, (minutes: number) => number> = {
  steady: (minutes) => Math.max(0, 1 - minutes / 60),
  late: (minutes) => Math.max(0, 1 - minutes / 14) ** 1.2,
  'in a day': (minutes) => Math.exp(-minutes / 40),
};

describe('nodesWanted', () => {
  it.each(Object.entries(curves))(
    'asks for what the opening needs three minutes before it, when a crowd comes %s',
    (_name, share) => {
      const crowd = 100_000;
      const needed = crowd / node.sockets;
      const said = [10, 8, 6, 5, 4, 3].map((minutesToOpening) => {
        const present = crowd * share(minutesToOpening);
        return nodesWanted({ ...demand, present, arrivals: present, minutesToOpening }, node).edge;
      });
      expect(Math.max(...said)).toBeGreaterThanOrEqual(0.9 * needed);
      // an early crowd is overestimated, which costs some minutes of extra nodes
      expect(Math.max(...said)).toBeLessThanOrEqual(3 * needed);
    },
  );
  it('asks for the shop before the first fan is called, and for no more than the policy lets in', () => {
    const soon = { ...demand, present: 50_000, arrivals: 50_000, minutesToOpening: 5 };
    expect(nodesWanted(soon, node)).toMatchObject({ shop: 2, payments: 1 });
    expect(nodesWanted({ ...soon, minutesToOpening: 60 }, node).shop).toBe(0);
  });
  it('asks for nothing when a sale is over, and for its people while it is open', () => {
    expect(nodesWanted({ ...demand, present: 5_000, isOver: true }, node)).toEqual({ edge: 0, shop: 0, payments: 0 });
    expect(nodesWanted({ ...demand, present: 5_000, minutesToOpening: -5 }, node).edge).toBe(0.5);
  });
});
