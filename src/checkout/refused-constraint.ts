import { Prisma } from '../generated/prisma/client.js';

const UNIQUE_VIOLATION = '23505';
const CHECK_VIOLATION = '23514';

/** The name of the constraint that refused a raw statement (a CHECK or a unique index); null for any other error. */
export function refusedConstraint(error: unknown): string | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const text = `${error.message} ${JSON.stringify(error.meta ?? {})}`;
  if (!text.includes(UNIQUE_VIOLATION) && !text.includes(CHECK_VIOLATION) && !/constraint/i.test(text)) return null;
  return /constraint \\?"([a-z_0-9]+)/i.exec(text)?.[1] ?? null;
}
