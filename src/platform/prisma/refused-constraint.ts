/**
 * The name of the constraint that refused a raw statement (a CHECK or a unique index); null for any other error.
 * The adapter gives the server's message only inside the error's text and meta.
 */
export function refusedConstraint(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const meta = 'meta' in error ? JSON.stringify(error.meta) : '';
  return /violates (?:check|unique) constraint \\*"([a-z_0-9]+)/i.exec(`${error.message} ${meta}`)?.[1] ?? null;
}

/**
 * Whether a batch failed for the sake of one of its items: a constraint, or two batches that waited for each other.
 * Nothing of it was written.
 */
export function isRefusal(error: unknown): boolean {
  if (refusedConstraint(error) !== null) return true;
  return error instanceof Error && /deadlock detected|40P01/.test(error.message);
}
