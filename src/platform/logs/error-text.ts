import { isStoreAway } from '../store-away.js';

/** Returns a thrown value for the log: an error with its stack. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/**
 * Returns the text of a failed try for the log. Where a store is away the stack says nothing; that it was one slow query,
 * only the message does.
 */
export const failureText = (error: unknown): string =>
  isStoreAway(error) ? `a store is away (${lineOf(error)})` : errorText(error);

/** Prisma's errors say last what went wrong. */
function lineOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return lines.findLast((line) => line.trim() !== '')?.trim() ?? '';
}
