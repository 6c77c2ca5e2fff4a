import type pg from 'pg';
import type { Histogram } from 'prom-client';
import type { Metrics } from '../metrics/metrics.js';

/** Exports a pool's state on each scrape. Returns the histogram that times its statements. */
export function measurePool(pool: pg.Pool, purpose: string, metrics: Metrics): Histogram.Internal<'pool'> {
  const seconds = metrics.histogram(
    'postgres_statement_seconds',
    'Hot statements with their wait for a connection, by pool',
    ['pool'],
  );
  const connections = metrics.gauge('postgres_connections', 'Connections of a pool, by what they do', [
    'pool',
    'state',
  ]);
  const waiting = metrics.gauge('postgres_pool_waiting', 'Statements that wait for a connection', ['pool']);
  const size = metrics.gauge('postgres_pool_size', 'Connections that a pool may have', ['pool']);
  size.set({ pool: purpose }, pool.options.max);
  metrics.onCollect(() => {
    connections.set({ pool: purpose, state: 'idle' }, pool.idleCount);
    connections.set({ pool: purpose, state: 'used' }, pool.totalCount - pool.idleCount);
    waiting.set({ pool: purpose }, pool.waitingCount);
  });
  return seconds.labels({ pool: purpose });
}
