import { describe, expect, it } from '@jest/globals';
import { isMet, missingRow, ratioRow, valueRow } from './row.js';

describe('ratioRow', () => {
  it('takes the median of the ratios of neighbours, not the ratio of the medians', () => {
    const row = ratioRow({
      id: 'P8',
      what: 'x',
      measured: [50, 100, 10],
      baseline: [100, 100, 100],
      goal: { min: 0.5 },
    });
    expect(row).toMatchObject({ measured: 50, baseline: 100, result: 0.5, raw: { ratios: [0.5, 1, 0.1] } });
    expect(isMet(row)).toBe(true);
  });
  it('has no result without a baseline', () => {
    const row = ratioRow({ id: 'P8', what: 'x', measured: [50], baseline: [0], goal: { min: 0.5 } });
    expect(row.result).toBeNull();
    expect(isMet(row)).toBeNull();
  });
});

describe('valueRow', () => {
  it('is judged by its own value', () => {
    expect(isMet(valueRow({ id: 'P9', what: 'x', measured: [40, 60, 45], goal: { max: 50 } }))).toBe(true);
    expect(isMet(valueRow({ id: 'P9', what: 'x', measured: [60], goal: { max: 50 } }))).toBe(false);
  });
});

describe('missingRow', () => {
  it('has no figures and is not judged', () => {
    const row = missingRow({ id: 'P1', what: 'x', note: 'redis-benchmark not found', goal: { min: 0.3 } });
    expect(row).toMatchObject({ measured: null, baseline: null, result: null, note: 'redis-benchmark not found' });
    expect(isMet(row)).toBeNull();
  });
});
