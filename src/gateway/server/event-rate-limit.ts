/** Events of one socket in a window; above it they are refused, far above it the socket is closed. */
const WINDOW_MS = 10_000;
const MAX_EVENTS = 40;
const FLOOD_EVENTS = 400;
export const RETRY_AFTER_MS = WINDOW_MS;

/** Counts what one socket has sent lately. */
export class EventRateLimit {
  private since = 0;
  private events = 0;

  /** @returns what to do with one more event at this wall time */
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
