import { describe, expect, it } from '@jest/globals';
import { sees, wants } from './stream.rules.js';

describe('sees', () => {
  const partner = { kind: 'partner', partnerId: 'prt_1' } as const;
  it('shows the house everything', () => {
    expect(sees({ kind: 'house' }, { type: 'order.paid', data: {} })).toBe(true);
  });
  it('shows a partner the orders that it sold and its own allocations only', () => {
    for (const type of ['order.paid', 'ticket.issued', 'allocation.released'] as const) {
      expect(sees(partner, { type, data: { partnerId: 'prt_1' } })).toBe(true);
      expect(sees(partner, { type, data: { partnerId: 'prt_2' } })).toBe(false);
      expect(sees(partner, { type, data: {} })).toBe(false);
    }
  });
  it('shows a partner the end of its own endpoints only', () => {
    expect(sees(partner, { type: 'endpoint.disabled', data: { partnerId: 'prt_1' } })).toBe(true);
    expect(sees(partner, { type: 'endpoint.disabled', data: { partnerId: null } })).toBe(false);
  });
  it('shows a partner what concerns the whole sale', () => {
    expect(sees(partner, { type: 'sale.opened', data: {} })).toBe(true);
  });
});

describe('wants', () => {
  it('takes an empty list for everything', () => {
    expect(wants([], 'order.paid')).toBe(true);
    expect(wants(['sale.opened'], 'order.paid')).toBe(false);
  });
});
