import { describe, expect, it } from '@jest/globals';
import { opensScope } from '../../contract/partners/api-scopes.js';
import { scopesOfDoor } from './staff-scope.rules.js';

describe('scopesOfDoor', () => {
  it('asks for the verb that the method is', () => {
    expect(scopesOfDoor('GET', '/v1/admin/sales/:id/live')).toEqual(['sales:read']);
    expect(scopesOfDoor('POST', '/v1/admin/sales')).toEqual(['sales:write']);
    expect(scopesOfDoor('PATCH', '/v1/admin/webhook-endpoints/:id')).toEqual(['endpoints:write']);
  });
  it('counts writing endpoints as reading them, and no other write', () => {
    expect(opensScope(['endpoints:write'], 'endpoints:read')).toBe(true);
    expect(opensScope(['endpoints:read'], 'endpoints:write')).toBe(false);
    expect(opensScope(['orders:write', 'sales:write'], 'orders:read')).toBe(false);
  });
  it('opens team, keys, approvals and unknown doors to no key', () => {
    for (const name of ['team', 'api-keys', 'approvals', 'sessions', 'privacy', 'partners', 'constructor'])
      expect(scopesOfDoor('GET', `/v1/admin/${name}`)).toBeNull();
  });
  it('lets keys read messages to buyers, and send none', () => {
    expect(scopesOfDoor('GET', '/v1/admin/sales/:id/messages')).toEqual(['sales:read']);
    expect(scopesOfDoor('POST', '/v1/admin/sales/:id/messages')).toBeNull();
    expect(scopesOfDoor('POST', '/v1/admin/sales/:id/messages/audience')).toEqual(['sales:write']);
  });
  it('lets no key that may not change orders give a show back or end what fans are buying', () => {
    for (const door of ['cancel-show', 'revoke-passes'])
      expect(scopesOfDoor('POST', `/v1/admin/sales/:id/${door}`)).toEqual(['sales:write', 'orders:write']);
    expect(scopesOfDoor('GET', '/v1/admin/sales/:id/cancel-show')).toEqual(['sales:read']);
  });
  it('lets no key publish a report or take it back', () => {
    for (const method of ['POST', 'DELETE'])
      expect(scopesOfDoor(method, '/v1/admin/sales/:id/report/publish')).toBeNull();
  });
});
