import { Prisma } from '../../generated/prisma/client.js';

/**
 * A condition on rows that are found by their key, which no partial index can answer. A plan made while a sale is
 * quiet takes such an index for the shortest way; in a rush it is full of entries of rows that have moved on, and each
 * statement walks through all of them.
 */
export const byKey = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`CASE WHEN ${condition} THEN true ELSE false END`;
