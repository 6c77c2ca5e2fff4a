import { Prisma } from '../../generated/prisma/client.js';

/** Digest of an address, by which one message reaches a person once. */
export const personOf = (address: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`encode(sha256(convert_to(lower(${address}), 'UTF8')), 'hex')`;

/**
 * Returns an INSERT for a CTE: one mail of the message for each person in `from` (order_id, ticket_id or null if the buyer
 * has it, person); whoever already has one is left out.
 */
export const queueMessageMails = (messageId: string, from: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO mail (order_id, ticket_id, kind, message_id, person)
  SELECT DISTINCT ON (person) order_id, ticket_id, 'message', ${messageId}, person FROM (${from}) AS reader ORDER BY person, ticket_id NULLS FIRST
  ON CONFLICT (message_id, person) WHERE message_id IS NOT NULL DO NOTHING
  RETURNING id`;
