import { Prisma } from '../../generated/prisma/client.js';

const BLOCK_BYTES = 64;

/**
 * HMAC-SHA-256 of an address, by which one message reaches a person once. Computed by Postgres, which has no HMAC of its
 * own; with a key per message, digests of different messages cannot be compared.
 * @param key at most 64 bytes
 */
export const personOf = (address: Prisma.Sql, key: string): Prisma.Sql => {
  const [inner, outer] = [0x36, 0x5c].map((pad) => padded(key, pad));
  return Prisma.sql`encode(sha256(decode(${outer}, 'hex') || sha256(decode(${inner}, 'hex') || convert_to(lower(${address}), 'UTF8'))), 'hex')`;
};

function padded(key: string, pad: number): string {
  const block = Buffer.alloc(BLOCK_BYTES);
  if (block.write(key) < Buffer.byteLength(key)) throw new RangeError('key is longer than a block');
  return Buffer.from(block.map((byte) => byte ^ pad)).toString('hex');
}

/**
 * Returns an INSERT for a CTE: one mail of the message for each person in `from` (order_id, ticket_id or null if the buyer
 * has it, person); whoever already has one is left out.
 */
export const queueMessageMails = (messageId: string, from: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO mail (order_id, ticket_id, kind, message_id, person)
  SELECT DISTINCT ON (person) order_id, ticket_id, 'message', ${messageId}, person FROM (${from}) AS reader ORDER BY person, ticket_id NULLS FIRST
  ON CONFLICT (message_id, person) WHERE message_id IS NOT NULL DO NOTHING
  RETURNING id`;
