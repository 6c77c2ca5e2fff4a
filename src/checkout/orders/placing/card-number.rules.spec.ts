import { describe, expect, it } from '@jest/globals';
import { holdsCardNumber } from './card-number.rules.js';

describe('holdsCardNumber', () => {
  it.each(['4242424242424242', 'Ann 4242 4242 4242 4242', '3782-822463-10005', '４２４２４２４２４２４２４２４２'])(
    'finds %s',
    (text) => {
      expect(holdsCardNumber(text)).toBe(true);
    },
  );

  it.each(['Ann', '4242424242424241', '+49 30 1234567', 'Louis XIV', '12345678901234567890', ''])(
    'lets %s pass',
    (text) => {
      expect(holdsCardNumber(text)).toBe(false);
    },
  );
});
