/** Batches that one lane takes before others get a turn. */
const MAX_BATCHES = 20;

/**
 * Takes batches of work side by side, so that the slow item of one batch does not hold up what came after it. At most
 * `width` batches are in hand; a call that finds all lanes busy is remembered by the lane that ends first.
 */
export class BatchLoops {
  private readonly running = new Set<Promise<void>>();
  private askedAgain = false;
  private stopped = false;

  /**
   * @param takeBatch takes and finishes one batch; true when there may be more
   * @param onError told when a batch failed; the lane ends then
   */
  constructor(
    private readonly width: number,
    private readonly takeBatch: () => Promise<boolean>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Starts one more lane, unless all are busy. Does not wait for it. */
  start(): void {
    if (this.stopped) return;
    if (this.running.size >= this.width) {
      this.askedAgain = true;
      return;
    }
    const lane = this.drain().finally(() => this.running.delete(lane));
    this.running.add(lane);
  }

  /** Waits until no batch is in hand. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Takes no more batches and waits for those in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.idle();
  }

  private async drain(): Promise<void> {
    try {
      for (let batch = 0; batch < MAX_BATCHES && !this.stopped; batch += 1) {
        this.askedAgain = false;
        const more = await this.takeBatch();
        if (!more && !this.askedAgain) return;
      }
    } catch (error) {
      this.onError(error);
    }
  }
}
