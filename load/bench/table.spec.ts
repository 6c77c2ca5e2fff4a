import { describe, expect, it } from '@jest/globals';
import { missingRow, ratioRow, valueRow } from './row.js';
import { benchTable, markdownTable, rounded } from './table.js';

const rows = [
  ratioRow({
    id: 'P8',
    what: 'snapshot',
    against: 'Fastify hello',
    unit: '/s',
    measured: [7_000],
    baseline: [54_000],
    goal: { min: 0.85 },
  }),
  valueRow({ id: 'P9', what: 'opening', unit: ' ms', measured: [41.239], goal: { max: 50 } }),
  missingRow({ id: 'P1', what: 'holds', note: 'redis-benchmark not found' }),
];

describe('benchTable', () => {
  it('shows each row with its judgement, and notes below', () => {
    const lines = benchTable(rows).split('\n');
    expect(lines[1]).toMatch(/^no\s+P8\s+snapshot\s+7,000\/s\s+Fastify hello\s+54,000\/s\s+0\.13\s+≥ 0\.85$/);
    expect(lines[2]).toMatch(/^ok\s+P9\s+opening\s+41\.2 ms\s+–\s+–\s+41\.2 ms\s+≤ 50$/);
    expect(lines[3]).toMatch(/^\?\s+P1\s+holds\s+–\s+–\s+–\s+–$/);
    expect(lines.at(-1)).toBe('  P1: redis-benchmark not found');
  });
});

describe('markdownTable', () => {
  it('has a line for each row', () => {
    const lines = markdownTable(rows).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[2]).toBe('| P8 | snapshot | 7,000/s | Fastify hello | 54,000/s | 0.13 | ≥ 0.85 |');
  });
});

describe('rounded', () => {
  it.each([
    [0.12963, '0.13'],
    [9.876, '9.88'],
    [12_345.6, '12,346'],
    [0, '0'],
  ])('writes %d as %s', (value, text) => {
    expect(rounded(value)).toBe(text);
  });
});
