const SECRET_BYTES = 32;
/** A random text of 32 hexadecimal digits has fewer only once in many millions. */
const LEAST_DISTINCT = 8;

export const shortnessOf = (secret: string): string | null =>
  Buffer.byteLength(secret) < SECRET_BYTES ? `is shorter than ${SECRET_BYTES} bytes` : null;

/** What is wrong with a secret; null if nothing is. Tells typed texts from random ones, not good randomness from bad. */
export function weaknessOf(secret: string): string | null {
  const shortness = shortnessOf(secret);
  if (shortness !== null) return shortness;
  if (new Set(secret).size < LEAST_DISTINCT) return 'is not random: it has too few different characters';
  return isRepeated(secret) ? 'is not random: it repeats a shorter text' : null;
}

/** A text that repeats a shorter one is found in its own double before its end. */
const isRepeated = (text: string): boolean => (text + text).indexOf(text, 1) < text.length;
