import { describe, expect, it } from '@jest/globals';
import { msOfMinutes } from './minutes.js';

describe('minutes of a setting', () => {
  it.each([
    [10, 600_000],
    [5 / 60, 5_000],
    [1 / 60, 1_000],
    [0.125, 7_500],
    [1 / 7, 8_571],
  ])('%d are whole milliseconds', (minutes, ms) => {
    expect(msOfMinutes(minutes)).toBe(ms);
  });
});
