/** Evenly spaced arrivals by the clock, whether or not earlier ones were answered. */
export class Schedule {
  private given = 0;
  private readonly total: number;

  constructor(
    private readonly startMs: number,
    private readonly ratePerSecond: number,
    seconds: number,
  ) {
    this.total = Math.floor(ratePerSecond * seconds);
  }

  get done(): boolean {
    return this.given >= this.total;
  }

  /** Yields the times of arrivals that have become due. A late caller receives all it missed. */
  *due(nowMs: number): Generator<number> {
    while (!this.done && this.timeOf(this.given) <= nowMs) {
      yield this.timeOf(this.given);
      this.given += 1;
    }
  }

  private timeOf(index: number): number {
    return this.startMs + (index * 1000) / this.ratePerSecond;
  }
}
