import type { PspFigures } from './psp-health.js';

export interface PaymentHealth {
  /** unknown: no node of the payments role has reported recently. */
  state: 'healthy' | 'degraded' | 'down' | 'unknown';
  /** Share of calls that the provider answered, 0 to 1; null without calls. Declines count as answers. */
  successRate: number | null;
  p95Ms: number | null;
  throttled: number;
}

const DEGRADED_BELOW = 0.95;
const DOWN_BELOW = 0.5;
const SLOW_P95_MS = 3_000;
/** Minimum number of calls for a meaningful success rate. */
const TELLING_CALLS = 5;

/** Aggregates the nodes' figures. One node with a closed circuit proves that the provider is reachable. */
export function healthOf(nodes: readonly PspFigures[]): PaymentHealth {
  if (nodes.length === 0) return { state: 'unknown', successRate: null, p95Ms: null, throttled: 0 };
  const sum = (pick: (node: PspFigures) => number) => nodes.reduce((total, node) => total + pick(node), 0);
  const calls = sum((node) => node.calls - node.throttled);
  const throttled = sum((node) => node.throttled);
  const successRate = calls === 0 ? null : sum((node) => node.successes) / calls;
  const p95s = nodes.flatMap((node) => (node.p95Ms === null ? [] : [node.p95Ms]));
  const p95Ms = p95s.length === 0 ? null : Math.max(...p95s);
  return { state: stateOf(), successRate, p95Ms, throttled };

  function stateOf(): PaymentHealth['state'] {
    if (nodes.every((node) => node.breaker !== 'closed')) return 'down';
    const rate = calls >= TELLING_CALLS && successRate !== null ? successRate : 1;
    if (rate < DOWN_BELOW) return 'down';
    const troubled = nodes.some((node) => node.breaker !== 'closed') || throttled > 0 || (p95Ms ?? 0) > SLOW_P95_MS;
    return rate < DEGRADED_BELOW || troubled ? 'degraded' : 'healthy';
  }
}
