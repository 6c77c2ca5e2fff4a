import type { Metrics } from '../metrics/metrics.js';

/** The backlog of a row-based queue. */
export interface Backlog {
  rows: number;
  /** 0 if nothing is waiting. */
  oldestSeconds: number;
}

/** Exports the metrics of every row-based queue: its length and the age of its oldest row. */
export function backlogMetrics(metrics: Metrics): (queue: string, backlog: Backlog) => void {
  const oldest = metrics.gauge('oldest_unhandled_seconds', 'Age of the oldest row that waits in a queue', ['queue']);
  const waiting = metrics.gauge('unhandled_rows', 'Rows that wait in a queue', ['queue']);
  return (queue, { rows, oldestSeconds }) => {
    oldest.set({ queue }, oldestSeconds);
    waiting.set({ queue }, rows);
  };
}
