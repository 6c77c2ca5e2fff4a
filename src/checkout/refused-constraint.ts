/**
 * The name of the constraint that refused a raw statement (a CHECK or a unique index); null for any other error.
 * The adapter gives the server's message only inside the error's text and meta.
 */
export function refusedConstraint(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const meta = 'meta' in error ? JSON.stringify(error.meta) : '';
  return /violates (?:check|unique) constraint \\*"([a-z_0-9]+)/i.exec(`${error.message} ${meta}`)?.[1] ?? null;
}
