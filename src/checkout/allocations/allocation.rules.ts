import { hash } from 'node:crypto';
import type { StockBook } from '../../inventory/stock/stock.service.js';
import { type Refused, refused } from '../checkout.errors.js';

const DIGEST_CHARACTERS = 22;

/**
 * Returns the owner key of a partner's hold. It is unique per hold, because each is for another buyer, so limits apply
 * per hold. Cannot collide with fan keys, which contain no colon.
 * @param key idempotency key of the call, so that a repeat names the same hold
 */
export const sellerKeyOf = (partnerId: string, key: string): string =>
  `partner:${partnerId}:${hash('sha256', key, 'base64url').slice(0, DIGEST_CHARACTERS)}`;

export const isSeller = (partnerId: string, sellerKey: string): boolean =>
  sellerKey.startsWith(`partner:${partnerId}:`);

/** Returns the channels of a sale that a partner sells from, in their configured order. */
export const channelsOf = (partnerId: string, { channels }: Pick<StockBook, 'channels'>): string[] =>
  channels.filter((channel) => channel.partnerId === partnerId).map(({ key }) => key);

/** Returns the channel to sell from: the one named, or the partner's only one. */
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
