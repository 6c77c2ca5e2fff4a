import { describe, expect, it } from '@jest/globals';
import { asksForLess, defaultTwoFactorRoles } from './team-defaults.rules.js';

const live = { mode: 'production', stripeSecretKey: 'sk_live_x' } as const;

describe('the roles that must have a second factor until an owner decides', () => {
  it('are those who move the most money, where money is real', () => {
    expect(defaultTwoFactorRoles(live)).toEqual(['owner', 'finance']);
    expect(defaultTwoFactorRoles({ ...live, stripeSecretKey: 'rk_live_x' })).toEqual(['owner', 'finance']);
  });
  it('are none in a demo and with test payments', () => {
    expect(defaultTwoFactorRoles({ ...live, mode: 'demo' })).toEqual([]);
    expect(defaultTwoFactorRoles({ ...live, stripeSecretKey: 'sk_test_x_live_' })).toEqual([]);
  });
});

describe('asksForLess', () => {
  it('is true once any role is let off, whatever is added', () => {
    expect(asksForLess(['owner', 'finance'], ['owner', 'manager'])).toBe(true);
    expect(asksForLess(['owner'], ['owner', 'manager'])).toBe(false);
    expect(asksForLess([], [])).toBe(false);
  });
});
