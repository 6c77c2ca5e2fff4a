import { createHash } from 'node:crypto';

/** Returns the SHA-256 of a text, in bytes: for comparisons in constant time. */
export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Returns the SHA-256 of a random secret in hex, under which it is stored. */
export const sha256Hex = (secret: string): string => createHash('sha256').update(secret).digest('hex');
