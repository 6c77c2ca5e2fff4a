/** Scopes of API keys: resource and verb. None covers the team, other keys or approvals. */
export const apiScopes = [
  'sales:read',
  'sales:write',
  'events:read',
  'orders:read',
  'orders:write',
  'holds:write',
  'endpoints:read',
  'endpoints:write',
  'scans:write',
  'log:read',
] as const;
export type ApiScope = (typeof apiScopes)[number];

/** Scopes reserved for the promoter's own keys, because they reach beyond a single partner. */
export const houseOnlyScopes: readonly ApiScope[] = ['sales:write', 'scans:write'];

/** Returns whether these scopes open what needs `scope`; whoever manages endpoints may also read them. */
export const opensScope = (scopes: readonly string[], scope: ApiScope): boolean =>
  scopes.includes(scope) || (scope === 'endpoints:read' && scopes.includes('endpoints:write'));
