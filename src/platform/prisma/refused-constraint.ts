/**
 * Returns the constraint that rejected a raw statement (a CHECK or a unique index); null for any other error.
 * The adapter exposes the server's message only inside the error's text and meta.
 */
export function refusedConstraint(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const meta = 'meta' in error ? JSON.stringify(error.meta) : '';
  return /violates (?:check|unique) constraint \\*"([a-z_0-9]+)/i.exec(`${error.message} ${meta}`)?.[1] ?? null;
}

/**
 * Returns whether a single item may have failed the batch: a constraint violation, or a deadlock between two batches.
 * Nothing of it was written.
 */
export function isRefusal(error: unknown): boolean {
  if (refusedConstraint(error) !== null) return true;
  return error instanceof Error && /deadlock detected|40P01/.test(error.message);
}
