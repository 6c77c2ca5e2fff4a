import { Prisma } from '../../generated/prisma/client.js';
import type { Backlog } from './backlog.js';

/** Counts waiting rows. @param since the column with the start of the wait @param from what follows FROM */
export const backlogOf = (since: Prisma.Sql, from: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT count(*)::int AS rows, COALESCE(greatest(extract(epoch FROM now() - min(${since})), 0), 0)::float8 AS "oldestSeconds" FROM ${from}`;

/** Runs the statement of `backlogOf`. */
export async function readBacklog(rows: Promise<readonly Backlog[]>): Promise<Backlog> {
  return (await rows)[0] ?? { rows: 0, oldestSeconds: 0 };
}
