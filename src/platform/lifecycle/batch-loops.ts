import type { Outcome } from './streaks.js';

/** Batches that one lane takes before yielding to others. */
const MAX_BATCHES = 20;

/**
 * Processes batches concurrently, so that a slow item does not hold up later batches. At most `width` batches are in
 * flight; a start request while all lanes are busy is picked up by the first lane to finish.
 */
export class BatchLoops {
  private readonly running = new Set<Promise<void>>();
  private askedAgain = false;
  private stopped = false;

  /**
   * @param takeBatch takes and finishes one batch; returns true if there may be more
   * @param outcome told of each batch; the lane of one that fails ends
   */
  constructor(
    private readonly width: number,
    private readonly takeBatch: () => Promise<boolean>,
    private readonly outcome: Outcome,
  ) {}

  /** Starts another lane unless all are busy. Does not wait for it. */
  start(): void {
    if (this.stopped) return;
    if (this.running.size >= this.width) {
      this.askedAgain = true;
      return;
    }
    const lane = this.drain().finally(() => this.running.delete(lane));
    this.running.add(lane);
  }

  /** Waits until no batch is in flight. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Takes no more batches and waits for those in flight. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.idle();
  }

  private async drain(): Promise<void> {
    try {
      for (let batch = 0; batch < MAX_BATCHES && !this.stopped; batch += 1) {
        this.askedAgain = false;
        const more = await this.takeBatch();
        this.outcome.succeeded();
        if (!more && !this.askedAgain) return;
      }
    } catch (error) {
      this.outcome.failed(error);
    }
  }
}
