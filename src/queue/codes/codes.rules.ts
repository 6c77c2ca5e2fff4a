import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter looks like a digit, because people type codes from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const GROUP_CHARACTERS = 4;

/** Generates a random code such as `K7WP-3MXC-9TQF-H2RD`, 80 bits. */
export function newAccessCode(): string {
  const bytes = randomBytes(GROUPS * GROUP_CHARACTERS);
  const letters = Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  return letters.match(/.{4}/g)?.join('-') ?? letters;
}

/** Codes that are easier to guess than this open a lane only to people who have proved who they are. */
export const OPEN_CODE_BITS = 40;
const DIGITS_ONLY = /^\d+$/;
const DIGITS = 10;
const LETTERS_AND_DIGITS = 36;

/** Returns how hard a code is to guess at best: as if its characters were random. */
export function bitsOf(code: string): number {
  const typed = normalCode(code);
  return typed.length * Math.log2(DIGITS_ONLY.test(typed) ? DIGITS : LETTERS_AND_DIGITS);
}

/** Normalises a typed code: ignores case, white space, hyphens, dots and underscores. */
export function normalCode(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s_.-]/g, '');
}
