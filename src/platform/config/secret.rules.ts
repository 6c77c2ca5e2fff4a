const SECRET_BYTES = 32;
/** A random string of 32 hexadecimal digits has fewer only once in many millions. */
const LEAST_DISTINCT = 8;

export const shortnessOf = (secret: string): string | null =>
  Buffer.byteLength(secret) < SECRET_BYTES ? `is shorter than ${SECRET_BYTES} bytes` : null;

/** Returns what is wrong with a secret, or null. Detects typed strings, not weak randomness. */
export function weaknessOf(secret: string): string | null {
  const shortness = shortnessOf(secret);
  if (shortness !== null) return shortness;
  if (new Set(secret).size < LEAST_DISTINCT) return 'is not random: it has too few different characters';
  return isRepeated(secret) ? 'is not random: it repeats a shorter text' : null;
}

/** A repetition of a shorter string occurs in its own double before its end. */
const isRepeated = (text: string): boolean => (text + text).indexOf(text, 1) < text.length;
