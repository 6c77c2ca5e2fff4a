/** Window of a socket's rate limit: events above the maximum are refused; far above it, the socket is closed. */
const WINDOW_MS = 10_000;
const MAX_EVENTS = 40;
const FLOOD_EVENTS = 400;
/** Four of the largest frames: our own pages send less than a hundredth of it. */
const FLOOD_CHARACTERS = 1_048_576;
export const RETRY_AFTER_MS = WINDOW_MS;

/** Counts the recent events of one socket and their characters. */
export class EventRateLimit {
  private since = 0;
  private events = 0;
  private characters = 0;

  /** @returns the action for one more event of this size at this monotonic time */
  next(nowMs: number, characters: number): 'take' | 'refuse' | 'close' {
    if (nowMs - this.since >= WINDOW_MS) {
      this.since = nowMs;
      this.events = 0;
      this.characters = 0;
    }
    this.events += 1;
    this.characters += characters;
    if (this.events > FLOOD_EVENTS || this.characters > FLOOD_CHARACTERS) return 'close';
    return this.events > MAX_EVENTS ? 'refuse' : 'take';
  }
}
