import { describe, expect, it } from '@jest/globals';
import { groupLines } from './group-lines.js';

const line = (kind: 'ticket' | 'fee' | 'tax', label: string, amount: number, included = false) => ({
  ...{ kind, label, amount, included },
});

describe('groupLines', () => {
  it('puts tickets of one label and price together, and keeps a seat and a tax by themselves', () => {
    const standing = line('ticket', 'Standing', 4_500);
    const lines = [standing, standing, line('ticket', 'Stalls, row 1, seat 2', 6_500), line('tax', 'VAT', 700, true)];
    expect(groupLines(lines).map(({ label, count, amount, included }) => [label, count, amount, included])).toEqual([
      ['Standing', 2, 9_000, false],
      ['Stalls, row 1, seat 2', 1, 6_500, false],
      ['VAT', 1, 700, true],
    ]);
  });
});
