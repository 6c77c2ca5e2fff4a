/** A usage error to be fixed by the user: printed as one line, without a stack. */
export class WishError extends Error {}

/** Parses an integer option within its bounds; returns the fallback when it is absent. */
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

/** Runs `parse` and rethrows its errors as WishError. */
export function parseOrRefuse<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new WishError(error instanceof Error ? error.message : String(error));
  }
}
