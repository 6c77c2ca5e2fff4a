/** Refused clients that come back in a second: what a loop that serves a crowd accepts without delay (decision 154). */
const PER_SECOND = 100;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 60_000;

/**
 * Tells refused handshakes when to come back, one after the other: a crowd that tries again by its own back-off comes
 * several times a second for nothing, and each refusal takes its part of the loop that it waits for.
 */
export class ReturnSlots {
  private nextAtMs = 0;

  /** @param longestMs those who would come later are spread over its second half: nobody knows the load so far ahead */
  constructor(
    private readonly longestMs: number = LONGEST_MS,
    private readonly nowMs: () => number = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {}

  /** Returns in how many ms the next refused client is to come back. */
  take(): number {
    const now = this.nowMs();
    const atMs = Math.max(this.nextAtMs, now + SHORTEST_MS);
    if (atMs - now > this.longestMs) return Math.round((this.longestMs / 2) * (1 + this.random()));
    this.nextAtMs = atMs + 1_000 / PER_SECOND;
    return Math.round(atMs - now);
  }
}
