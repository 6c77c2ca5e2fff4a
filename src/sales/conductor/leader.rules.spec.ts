import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leaderOf } from './leader.rules.js';

const nodeIds = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 });
const sales = Array.from({ length: 300 }, (_, index) => `sale_${index.toString(36).padStart(26, '0')}`);

describe('the leader of a sale', () => {
  it('is nobody without nodes', () => {
    expect(leaderOf('sale_1', [])).toBeNull();
  });

  it('is the same whatever the order in which the nodes are known', () => {
    fc.assert(
      fc.property(nodeIds, fc.string(), (nodes, sale) => {
        const leader = leaderOf(sale, nodes);
        expect(nodes).toContain(leader);
        expect(leaderOf(sale, [...nodes].reverse())).toBe(leader);
      }),
    );
  });

  it('changes only for the sales of a node that goes', () => {
    fc.assert(
      fc.property(nodeIds, fc.string(), (nodes, sale) => {
        const leader = leaderOf(sale, nodes);
        const others = nodes.filter((node) => node === leader || node !== nodes[0]);
        expect(leaderOf(sale, others)).toBe(leader);
      }),
    );
  });

  it('spreads sales evenly', () => {
    const nodes = ['node-a', 'node-b', 'node-c'];
    const shares = nodes.map((node) => sales.filter((sale) => leaderOf(sale, nodes) === node).length);
    for (const share of shares) expect(share).toBeGreaterThan(60);
  });
});
