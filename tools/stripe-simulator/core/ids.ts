import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const POOL_BYTES = 8192;
/** Bytes from here up are skipped; otherwise the first letters of the alphabet would occur more often. */
const UNBIASED_BELOW = 256 - (256 % ALPHABET.length);

const pool = Buffer.alloc(POOL_BYTES);
let nextByte = POOL_BYTES;

/** Returns unguessable letters and digits, drawn from a pool because one system call per id is slow. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    if (nextByte >= POOL_BYTES) {
      randomFillSync(pool);
      nextByte = 0;
    }
    const byte = pool[nextByte] as number;
    nextByte += 1;
    if (byte < UNBIASED_BELOW) text += ALPHABET[byte % ALPHABET.length] as string;
  }
  return text;
}

/** An id in Stripe's style: `pi_3…`, `ch_3…`, `evt_3…`. */
export function newId(prefix: string): string {
  return `${prefix}_3${randomText(23)}`;
}
