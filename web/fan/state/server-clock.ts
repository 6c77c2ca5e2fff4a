/** How many samples count: about half a minute of snapshots, so that a phone's clock set right is noticed soon. */
const sampleCount = 30;

/** A clock that nobody sets: the device's wall clock may jump by hours while the page is open. */
const steadyNow = (): number => performance.timeOrigin + performance.now();

/**
 * The server's wall clock, guessed from the times it sends. A document is always a little old when it arrives, so the
 * freshest one (the largest difference) is the nearest to the truth.
 */
export class ServerClock {
  private samples: number[] = [];

  constructor(private readonly localNow: () => number = steadyNow) {}

  /** A time the server wrote just before it sent it. */
  hear(at: string): void {
    const sample = Date.parse(at) - this.localNow();
    if (Number.isNaN(sample)) return;
    this.samples = [...this.samples, sample].slice(-sampleCount);
  }

  now(): number {
    return this.localNow() + (this.samples.length > 0 ? Math.max(...this.samples) : 0);
  }
}

/** One for the page: all countdowns agree. */
export const serverClock = new ServerClock();
