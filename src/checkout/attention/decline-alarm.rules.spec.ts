import { describe, expect, it } from '@jest/globals';
import { isSuspicious } from './decline-alarm.rules.js';

describe('declines of a sale', () => {
  it('are an alarm when they are many, and many for what is sold', () => {
    expect(isSuspicious({ declines: 30, paid: 0 })).toBe(true);
    expect(isSuspicious({ declines: 29, paid: 0 })).toBe(false);
    expect(isSuspicious({ declines: 200, paid: 100 })).toBe(false);
    expect(isSuspicious({ declines: 201, paid: 100 })).toBe(true);
  });
});
