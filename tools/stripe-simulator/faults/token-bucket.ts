/** Limits calls per second, with a burst of one second's worth. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly perSecond: number,
    private readonly now: () => number,
  ) {
    this.tokens = Math.max(1, perSecond);
    this.filledAt = now();
  }

  /** Returns true if the call may pass. */
  take(): boolean {
    const at = this.now();
    const grown = this.tokens + ((at - this.filledAt) / 1000) * this.perSecond;
    this.tokens = Math.min(Math.max(1, this.perSecond), grown);
    this.filledAt = at;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
