import type { ApiScope } from '../../contract/partners/api-scopes.js';

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

const SALE = '/v1/admin/sales/:id';
/**
 * Doors of open resources that only people and the operator's own key may use: a stolen key must neither write to buyers
 * nor publish in the promoter's name.
 */
const closedToKeys: ReadonlySet<string> = new Set([
  `POST ${SALE}/messages`,
  `POST ${SALE}/report/publish`,
  `DELETE ${SALE}/report/publish`,
]);
/** Doors of a sale that reach into what its fans have or are buying: they need the right to change orders as well. */
const reachOrders: ReadonlySet<string> = new Set([`POST ${SALE}/cancel-show`, `POST ${SALE}/revoke-passes`]);

/**
 * Returns the scopes that one of the promoter's own keys needs for a route, all of them; null: closed to keys (team,
 * keys, approvals, messages to buyers).
 * @param route as declared, such as `/v1/admin/sales/:id`
 */
export function scopesOfDoor(method: string, route: string): readonly ApiScope[] | null {
  const resource = resources.get(route.split('/')[3] ?? '');
  const door = `${method} ${route}`;
  if (resource === undefined || closedToKeys.has(door)) return null;
  if (resource === 'scans') return ['scans:write'];
  if (resource === 'log') return ['log:read'];
  const scope: ApiScope = `${resource}:${method === 'GET' || method === 'HEAD' ? 'read' : 'write'}`;
  return reachOrders.has(door) ? [scope, 'orders:write'] : [scope];
}
