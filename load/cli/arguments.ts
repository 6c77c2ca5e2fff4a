/** Arguments that a person can mend: one line, no stack. */
export class WishError extends Error {}

/** Reads a whole number of an option within its bounds, or its fallback when it was not given. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  fallback: number,
  [min, max]: readonly [number, number],
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new WishError(`--${name} takes a whole number from ${min} to ${max}`);
  return value;
}

/** As `parse`, with whatever it refuses told as a WishError. */
export function parseOrRefuse<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new WishError(error instanceof Error ? error.message : String(error));
  }
}
