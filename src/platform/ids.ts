import { randomBytes } from 'node:crypto';
import type { Id, IdPrefix } from '../contract/ids.js';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford's base 32, in ASCII order

function encode(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = ALPHABET.charAt(Number(rest & 31n)) + text;
  return text;
}

/**
 * Returns a new id such as `ord_06f3…`: 48 bits of milliseconds and 80 random bits, sortable by time and not guessable.
 */
export function newId<P extends IdPrefix>(prefix: P): Id<P> {
  const random = BigInt(`0x${randomBytes(10).toString('hex')}`);
  return `${prefix}_${encode(BigInt(Date.now()), 10)}${encode(random, 16)}`;
}
