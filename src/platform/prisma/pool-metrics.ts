import type pg from 'pg';
import type { Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../metrics/metrics.js';

/** Longer than a healthy round trip by far; a scrape must not wait for a server that hangs. */
const PING_MS = 2_000;

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

/** Exports whether Postgres answers, on each scrape; NaN while statements wait for a connection, which is another fault. */
export function measureServer(pool: pg.Pool, metrics: Metrics): void {
  const up: Gauge = metrics.gauge('postgres_up', '1 while Postgres answers; NaN while the pool is exhausted');
  metrics.onCollect(async () => {
    if (pool.waitingCount > 0) return up.set(Number.NaN);
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PING_MS).unref());
    const answer = pool.query('SELECT 1').then(
      () => true,
      () => false,
    );
    up.set((await Promise.race([answer, late])) ? 1 : 0);
  });
}
