import type { ApiScope } from '../../contract/api-scopes.js';

/** Maps routes under /v1/admin/<name> to API scopes. Unlisted routes are closed to API keys. */
const resources = new Map<string, 'sales' | 'orders' | 'endpoints' | 'scans' | 'log'>(
  Object.entries({
    sales: 'sales',
    'seat-maps': 'sales',
    pictures: 'sales',
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

/** Doors of open resources that only people and the operator's own key may use: a stolen key must not write to buyers. */
const closedToKeys = [/^POST \/v1\/admin\/sales\/:id\/messages$/];

/**
 * Returns the scope that one of the promoter's own keys needs for a route; null: closed to keys (team, keys,
 * approvals, messages to buyers).
 * @param route as declared, such as `/v1/admin/sales/:id`
 */
export function scopeOfDoor(method: string, route: string): ApiScope | null {
  const resource = resources.get(route.split('/')[3] ?? '');
  if (resource === undefined || closedToKeys.some((door) => door.test(`${method} ${route}`))) return null;
  if (resource === 'scans') return 'scans:write';
  if (resource === 'log') return 'log:read';
  return `${resource}:${method === 'GET' || method === 'HEAD' ? 'read' : 'write'}`;
}
