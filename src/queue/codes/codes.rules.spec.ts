import { expect, it } from '@jest/globals';
import { bitsOf, newAccessCode, OPEN_CODE_BITS } from './codes.rules.js';

it('takes eight letters and digits, or thirteen digits, for hard enough to guess', () => {
  const isEnough = (code: string): boolean => bitsOf(code) >= OPEN_CODE_BITS;
  expect(['FANCLUB1', 'fan-club-27', '1234567890123', newAccessCode()].map(isEnough)).toEqual([true, true, true, true]);
  expect(['FANCLUB', '123456789012', 'F-A-N-1', '1234 5678'].map(isEnough)).toEqual([false, false, false, false]);
});
