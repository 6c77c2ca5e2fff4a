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

/** Normalises a typed code: ignores case, white space, hyphens, dots and underscores. */
export function normalCode(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s_.-]/g, '');
}
