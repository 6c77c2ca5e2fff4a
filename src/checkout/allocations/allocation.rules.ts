import { hash } from 'node:crypto';
import type { StockBook } from '../../inventory/inventory.service.js';
import { type Refused, refused } from '../checkout.errors.js';

const DIGEST_CHARACTERS = 22;

/**
 * Whose a hold of a partner is. Each is another buyer's, so limits count by hold; no fan's key has a colon.
 * @param key of the call: the same one names the same hold
 */
export const sellerKeyOf = (partnerId: string, key: string): string =>
  `partner:${partnerId}:${hash('sha256', key, 'base64url').slice(0, DIGEST_CHARACTERS)}`;

export const isSeller = (partnerId: string, sellerKey: string): boolean =>
  sellerKey.startsWith(`partner:${partnerId}:`);

/** Channels of a sale that a partner sells from, in their order. */
export const channelsOf = (partnerId: string, { channels }: Pick<StockBook, 'channels'>): string[] =>
  channels.filter((channel) => channel.partnerId === partnerId).map(({ key }) => key);

/** The channel to sell from: the one that is named, or the only one. */
export function chooseChannel(
  own: readonly string[],
  wanted: string | undefined,
): { kind: 'channel'; key: string } | Refused {
  const [first, ...others] = own;
  if (first === undefined) return refused('SOLD_OUT', { detail: 'You have no allocation in this sale.' });
  if (wanted === undefined && others.length === 0) return { kind: 'channel', key: first };
  if (wanted !== undefined && own.includes(wanted)) return { kind: 'channel', key: wanted };
  const message = `channel must be one of ${own.join(', ')}`;
  return refused('VALIDATION_FAILED', { errors: [{ field: 'channel', message }] });
}
