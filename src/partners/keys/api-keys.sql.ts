import { Prisma } from '../../generated/prisma/client.js';

/**
 * Revokes the promoter's own keys that members made, whose secrets they may have kept. Keys of partners stay: their
 * secrets were handed on, and a partner sells with them.
 * @param members yields id
 */
export const revokeHouseKeysOf = (members: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE api_key SET revoked_at = now()
  WHERE partner_id IS NULL AND revoked_at IS NULL AND made_by IN (SELECT 'member:' || maker.id FROM (${members}) maker)
  RETURNING id`;
