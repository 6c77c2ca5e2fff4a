/** Sample window: about half a minute of snapshots, so that a correction of the phone's clock is noticed soon. */
const sampleCount = 30;

/** A monotonic clock: the device's wall clock may jump by hours while the page is open. */
const steadyNow = (): number => performance.timeOrigin + performance.now();

/**
 * Estimates the server's wall clock from the times it sends. Every document is slightly old on arrival, so the freshest
 * sample (the largest difference) is the most accurate.
 */
export class ServerClock {
  private samples: number[] = [];

  constructor(private readonly localNow: () => number = steadyNow) {}

  /** Adds a sample: a time the server wrote just before sending. */
  hear(at: string): void {
    const sample = Date.parse(at) - this.localNow();
    if (Number.isNaN(sample)) return;
    this.samples = [...this.samples, sample].slice(-sampleCount);
  }

  now(): number {
    return this.localNow() + (this.samples.length > 0 ? Math.max(...this.samples) : 0);
  }
}

/** Shared by the whole page, so that all countdowns agree. */
export const serverClock = new ServerClock();
