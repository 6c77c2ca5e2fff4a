/** What a key may do: resource and verb. None of them reaches the team, other keys or approvals. */
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

/** Scopes that only a key of the promoter's own may have: they reach beyond one partner. */
export const houseOnlyScopes: readonly ApiScope[] = ['sales:write', 'scans:write', 'log:read'];
