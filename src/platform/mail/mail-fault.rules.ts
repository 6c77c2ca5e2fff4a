/** Faults of nodemailer that lie before any recipient is named: our mail server cannot be reached, or refuses us. */
const OF_THE_SERVER = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2']);

/**
 * Returns whether a mail failed for our mail server's sake. Refusals of a recipient do not count: whoever picks the
 * address decides about those.
 */
export function isServerFault(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && OF_THE_SERVER.has(code);
}
