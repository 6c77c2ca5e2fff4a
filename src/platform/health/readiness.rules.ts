import type { Role } from '../config/config.js';

export interface Dependencies {
  /** `cut`: other nodes reach it, at least as many as do not. */
  redis: 'up' | 'down' | 'cut' | 'foreign';
  postgres: 'up' | 'down' | 'cut';
}
export type RoleState = 'ready' | 'degraded' | 'down';
export interface Readiness {
  status: 'ok' | 'degraded' | 'down' | 'stopping';
  roles: Partial<Record<Role, RoleState>>;
  dependencies: Dependencies;
}

/**
 * Decides whether a role can do useful work with the stores available. Pages, snapshots and places work without either
 * store; orders are read and paid without Redis; the provider's events and the panel need Postgres. An outage of a
 * shared store must not take every node out of a balancer; a Redis other than the other nodes', or a store that
 * most reach and this node does not, is this node's own fault.
 */
export function stateOf(role: Role, { redis, postgres }: Dependencies): RoleState {
  if (redis === 'foreign' || redis === 'cut' || postgres === 'cut') return 'down';
  if (redis === 'up' && postgres === 'up') return 'ready';
  if (role === 'edge') return 'degraded';
  if (role === 'shop') return redis === 'down' && postgres === 'down' ? 'down' : 'degraded';
  return postgres === 'down' ? 'down' : 'degraded';
}

/** A node is down only if none of its roles can do anything. @param asked the one role that a balancer asks for */
export function readinessOf(roles: Iterable<Role>, dependencies: Dependencies, isDraining: boolean): Readiness {
  const states = Object.fromEntries([...roles].map((role) => [role, stateOf(role, dependencies)])) as Partial<
    Record<Role, RoleState>
  >;
  const all = Object.values(states);
  const status = all.every((state) => state === 'down')
    ? 'down'
    : all.every((state) => state === 'ready')
      ? 'ok'
      : 'degraded';
  return { status: isDraining ? 'stopping' : status, roles: states, dependencies };
}
