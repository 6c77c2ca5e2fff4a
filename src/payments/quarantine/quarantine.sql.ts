import { Prisma } from '../../generated/prisma/client.js';

/** Matches strays that are to be refunded or canceled and are not yet. */
export const toBeEnded = Prisma.sql`done_at IS NULL AND (decision = 'refund' OR (decision IS NOT NULL AND retry_at IS NOT NULL))`;
