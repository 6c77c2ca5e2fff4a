/** Refused clients that come back in a second: what a loop that serves a crowd accepts without delay (decision 154). */
const PER_SECOND = 100;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 60_000;
/** So many of one client network go in the row of all within the window. */
const A_NETWORK = 20;
const WINDOW_MS = 10_000;
/** Networks told apart in a window. */
const NETWORKS = 10_000;
/** A row into which nobody was put for so long, while others are accepted, is over. */
const QUIET_MS = 5_000;

/**
 * Tells refused handshakes when to come back, one after the other: a crowd that tries again by its own back-off comes
 * several times a second for nothing, and each refusal takes its part of the loop that it waits for. Networks that send
 * many have a second row for what is too much, so that one which asks without end makes nobody else wait.
 */
export class ReturnSlots {
  private nextAtMs = 0;
  private nextOfManyAtMs = 0;
  private lastAtMs = 0;
  private windowAtMs = Number.NEGATIVE_INFINITY;
  private readonly taken = new Map<string, number>();

  /** @param longestMs those who would come later are spread over its second half: nobody knows the load so far ahead */
  constructor(
    private readonly longestMs: number = LONGEST_MS,
    private readonly monotonicMs: () => number = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {}

  /** Returns in how many ms the next refused client of this network is to come back. */
  take(network: string): number {
    const now = this.monotonicMs();
    this.lastAtMs = now;
    const isMany = this.countsAsMany(network, now);
    const atMs = Math.max(isMany ? this.nextOfManyAtMs : this.nextAtMs, now + SHORTEST_MS);
    if (atMs - now > this.longestMs) return Math.round((this.longestMs / 2) * (1 + this.random()));
    const nextAtMs = atMs + 1_000 / PER_SECOND;
    if (isMany) this.nextOfManyAtMs = nextAtMs;
    else this.nextAtMs = nextAtMs;
    return Math.round(atMs - now);
  }

  /** Must be called when a handshake is accepted. */
  accepted(): void {
    if (this.nextAtMs === 0 && this.nextOfManyAtMs === 0) return;
    if (this.monotonicMs() - this.lastAtMs > QUIET_MS) this.nextAtMs = this.nextOfManyAtMs = 0;
  }

  private countsAsMany(network: string, now: number): boolean {
    if (now - this.windowAtMs >= WINDOW_MS) {
      this.windowAtMs = now;
      this.taken.clear();
    }
    const count = this.taken.get(network) ?? 0;
    if (count >= A_NETWORK || (count === 0 && this.taken.size >= NETWORKS)) return true;
    this.taken.set(network, count + 1);
    return false;
  }
}
