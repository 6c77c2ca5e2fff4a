/** Half a day of tries in all; then a person is asked. */
export const MAX_TRIES = 12;
const FIRST_SECONDS = 30;
const LONGEST_SECONDS = 6 * 3_600;

/** Doubles from half a minute to six hours. null: it was the last try. */
export function retryAfterSeconds(tries: number): number | null {
  return tries >= MAX_TRIES ? null : Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** (tries - 1));
}
