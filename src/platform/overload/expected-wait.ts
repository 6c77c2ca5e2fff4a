/** Short enough to notice within an answer's patience, long enough to outlast a pause of a store. */
const WINDOW_MS = 400;

/**
 * Predicts how long one more piece of work will take by Little's law: those in hand, divided by the rate at which they
 * end. The rate is only known while there has been enough to do for a whole window; a first burst is taken unjudged.
 */
export class ExpectedWait {
  private beganAt: number | null = null;
  private ended = 0;
  private perMs: number | null = null;

  /** @param busyFrom how many in hand keep this node busy, so that the rate is what it can do, not what it was asked */
  constructor(private readonly busyFrom: number) {}

  /** Returns the prediction in ms; 0: unknown. */
  ms(inHand: number, nowMs: number): number {
    this.look(inHand, nowMs);
    return this.perMs === null ? 0 : inHand / this.perMs;
  }

  /** Must be called for each that ends, with the number left. */
  end(inHand: number, nowMs: number): void {
    this.ended += 1;
    this.look(inHand, nowMs);
  }

  private look(inHand: number, nowMs: number): void {
    if (inHand < this.busyFrom) {
      this.beganAt = this.perMs = null;
    } else if (this.beganAt === null) {
      [this.beganAt, this.ended] = [nowMs, 0];
    } else if (nowMs - this.beganAt >= WINDOW_MS) {
      const seen = this.ended / (nowMs - this.beganAt);
      this.perMs = this.perMs === null ? seen : (this.perMs + seen) / 2;
      [this.beganAt, this.ended] = [nowMs, 0];
    }
  }
}
