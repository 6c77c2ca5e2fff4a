import { describe, expect, it } from '@jest/globals';
import { median, pairwiseRatios, quantile } from './statistics.js';

describe('median', () => {
  it.each([
    [[], 0],
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('quantile', () => {
  it('is the value below which the share lies', () => {
    expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(quantile([1, 2, 3], 1)).toBe(3);
    expect(quantile([], 0.99)).toBe(0);
  });
});

describe('pairwiseRatios', () => {
  it('divides each run by the baseline beside it', () => {
    expect(pairwiseRatios([10, 30], [20, 40])).toEqual([0.5, 0.75]);
  });
  it('leaves out a run without a baseline', () => {
    expect(pairwiseRatios([10, 30], [0])).toEqual([]);
  });
});
