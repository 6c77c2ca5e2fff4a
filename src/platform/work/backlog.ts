import type { Metrics } from '../metrics/metrics.js';

/** What waits in a queue of rows. */
export interface Backlog {
  rows: number;
  /** 0 when nothing waits. */
  oldestSeconds: number;
}

/** The metrics of every queue of rows: how much waits, and for how long. */
export function backlogMetrics(metrics: Metrics): (queue: string, backlog: Backlog) => void {
  const oldest = metrics.gauge('oldest_unhandled_seconds', 'Age of the oldest row that waits in a queue', ['queue']);
  const waiting = metrics.gauge('unhandled_rows', 'Rows that wait in a queue', ['queue']);
  return (queue, { rows, oldestSeconds }) => {
    oldest.set({ queue }, oldestSeconds);
    waiting.set({ queue }, rows);
  };
}
