import type { ApiScope } from '../../contract/api-scopes.js';

/** What the doors under /v1/admin/<name> are about. A door that is not here is for people only. */
const resources = new Map<string, 'sales' | 'orders' | 'endpoints' | 'scans' | 'log'>(
  Object.entries({
    sales: 'sales',
    'seat-maps': 'sales',
    'promo-codes': 'sales',
    orders: 'orders',
    'orders.csv': 'orders',
    attention: 'orders',
    'webhook-endpoints': 'endpoints',
    scans: 'scans',
    audit: 'log',
    'audit.csv': 'log',
  } as const),
);

/**
 * The scope that a key of the promoter's own needs for a door; null: no key may use it. Team, keys and approvals have none.
 * @param route as it was declared, such as `/v1/admin/sales/:id`
 */
export function scopeOfDoor(method: string, route: string): ApiScope | null {
  const resource = resources.get(route.split('/')[3] ?? '');
  if (resource === undefined) return null;
  if (resource === 'scans') return 'scans:write';
  if (resource === 'log') return 'log:read';
  return `${resource}:${method === 'GET' || method === 'HEAD' ? 'read' : 'write'}`;
}
