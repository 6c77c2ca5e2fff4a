import { describe, expect, it } from '@jest/globals';
import { opensScope } from '../../contract/api-scopes.js';
import { scopeOfDoor } from './staff-scope.rules.js';

describe('scopeOfDoor', () => {
  it('asks for the verb that the method is', () => {
    expect(scopeOfDoor('GET', '/v1/admin/sales/:id/live')).toBe('sales:read');
    expect(scopeOfDoor('POST', '/v1/admin/sales')).toBe('sales:write');
    expect(scopeOfDoor('PATCH', '/v1/admin/webhook-endpoints/:id')).toBe('endpoints:write');
  });
  it('counts writing endpoints as reading them, and no other write', () => {
    expect(opensScope(['endpoints:write'], 'endpoints:read')).toBe(true);
    expect(opensScope(['endpoints:read'], 'endpoints:write')).toBe(false);
    expect(opensScope(['orders:write', 'sales:write'], 'orders:read')).toBe(false);
  });
  it('opens team, keys, approvals and unknown doors to no key', () => {
    for (const name of ['team', 'api-keys', 'approvals', 'sessions', 'privacy', 'partners', 'constructor'])
      expect(scopeOfDoor('GET', `/v1/admin/${name}`)).toBeNull();
  });
  it('lets keys read messages to buyers, and send none', () => {
    expect(scopeOfDoor('GET', '/v1/admin/sales/:id/messages')).toBe('sales:read');
    expect(scopeOfDoor('POST', '/v1/admin/sales/:id/messages')).toBeNull();
    expect(scopeOfDoor('POST', '/v1/admin/sales/:id/messages/audience')).toBe('sales:write');
  });
});
