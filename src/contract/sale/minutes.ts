const MINUTE_MS = 60_000;

/** Converts a setting in minutes, of any fraction, to the whole milliseconds that scripts and deadlines count in. */
export const msOfMinutes = (minutes: number): number => Math.round(minutes * MINUTE_MS);
