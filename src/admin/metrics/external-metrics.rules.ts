import { scaledRoles, type Wanted } from './scaling.policy.js';

const METRIC = 'ropeline_nodes_wanted';

/** The form in which Kubernetes' external metrics are answered. */
export interface ExternalMetrics {
  kind: 'ExternalMetricValueList';
  apiVersion: 'external.metrics.k8s.io/v1beta1';
  metadata: Record<string, never>;
  items: { metricName: string; metricLabels: { role: string }; timestamp: string; value: string }[];
}

/** Values are quantities in thousandths, rounded up. @param role only this one; null: all */
export function externalMetrics(wanted: Wanted, atMs: number, role: string | null): ExternalMetrics {
  const roles = scaledRoles.filter((each) => role === null || each === role);
  return {
    kind: 'ExternalMetricValueList',
    apiVersion: 'external.metrics.k8s.io/v1beta1',
    metadata: {},
    items: roles.map((each) => ({
      metricName: METRIC,
      metricLabels: { role: each },
      timestamp: new Date(atMs).toISOString(),
      value: `${Math.ceil(wanted[each] * 1_000)}m`,
    })),
  };
}
