import { existsSync, readFileSync } from 'node:fs';
import type { Config } from '../config/config.js';
import type { Metrics } from './metrics.js';

/** Searches upwards, because package.json lies at different depths from the sources and from dist. */
function versionOfBuild(): string {
  for (let folder = new URL('.', import.meta.url); folder.pathname !== '/'; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version?: string }).version ?? 'unknown';
  }
  return 'unknown';
}

/** Exports build information, so that deploys and roles are visible in metrics. */
export function tellBuild(metrics: Metrics, { nodeId, roles }: Pick<Config, 'nodeId' | 'roles'>): void {
  const labels = { version: versionOfBuild(), runtime: process.version, node: nodeId, roles: [...roles].join(',') };
  metrics
    .gauge('build_info', '1, with the version and the roles of this node', ['version', 'runtime', 'node', 'roles'])
    .set(labels, 1);
}
