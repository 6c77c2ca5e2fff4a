import { Prisma } from '../../generated/prisma/client.js';
import type { Metrics } from '../metrics/metrics.js';

/** What waits in a queue of rows. */
export interface Backlog {
  rows: number;
  /** 0 when nothing waits. */
  oldestSeconds: number;
}

/** Counts what waits. @param since the column with the beginning of the wait @param from what stands after FROM */
export const backlogOf = (since: Prisma.Sql, from: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT count(*)::int AS rows, COALESCE(greatest(extract(epoch FROM now() - min(${since})), 0), 0)::float8 AS "oldestSeconds" FROM ${from}`;

/** Runs the statement of `backlogOf`. */
export async function readBacklog(rows: Promise<readonly Backlog[]>): Promise<Backlog> {
  return (await rows)[0] ?? { rows: 0, oldestSeconds: 0 };
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
