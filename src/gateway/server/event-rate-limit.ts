/** Window of a socket's rate limit: events above the maximum are refused; far above it, the socket is closed. */
const WINDOW_MS = 10_000;
const MAX_EVENTS = 40;
const FLOOD_EVENTS = 400;
export const RETRY_AFTER_MS = WINDOW_MS;

/** Counts the recent events of one socket. */
export class EventRateLimit {
  private since = 0;
  private events = 0;

  /** @returns the action for one more event at this wall time */
  next(nowMs: number): 'take' | 'refuse' | 'close' {
    if (nowMs - this.since >= WINDOW_MS) {
      this.since = nowMs;
      this.events = 0;
    }
    this.events += 1;
    if (this.events > FLOOD_EVENTS) return 'close';
    return this.events > MAX_EVENTS ? 'refuse' : 'take';
  }
}
