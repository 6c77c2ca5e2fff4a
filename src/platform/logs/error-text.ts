/** Returns a thrown value for the log: an error with its stack. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
