import type { Outcome } from './streaks.js';

/** Batches that one lane takes before yielding to others. */
const MAX_BATCHES = 20;

/**
 * Processes batches concurrently, so that a slow item does not hold up later batches. At most `width` batches are in
 * flight; a start request while all lanes are busy is picked up by the first lane to finish.
 */
export class BatchLoops {
  /** Batches in flight, by lane. */
  private readonly running = new Map<number, Promise<void>>();
  private askedAgain = false;
  private stopped = false;

  /**
   * @param takeBatch takes and finishes one batch; returns true if there may be more
   * @param outcomeOf told of each batch of a lane, which ends when one fails
   */
  constructor(
    private readonly width: number,
    private readonly takeBatch: () => Promise<boolean>,
    private readonly outcomeOf: (lane: number) => Outcome,
  ) {}

  /** Starts another lane unless all are busy. Does not wait for it. */
  start(): void {
    if (this.stopped) return;
    if (this.running.size >= this.width) {
      this.askedAgain = true;
      return;
    }
    let lane = 1;
    while (this.running.has(lane)) lane += 1;
    this.running.set(
      lane,
      this.drain(this.outcomeOf(lane)).finally(() => this.running.delete(lane)),
    );
  }

  /** Waits until no batch is in flight. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  /** Takes no more batches and waits for those in flight. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.idle();
  }

  private async drain(outcome: Outcome): Promise<void> {
    try {
      for (let batch = 0; batch < MAX_BATCHES && !this.stopped; batch += 1) {
        this.askedAgain = false;
        const more = await this.takeBatch();
        outcome.succeeded();
        if (!more && !this.askedAgain) return;
      }
    } catch (error) {
      outcome.failed(error);
    }
  }
}
