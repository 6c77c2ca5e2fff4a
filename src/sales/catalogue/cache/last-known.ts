/** Cache TTL, and how long a stale value may be served while its source is failing. */
export interface Freshness {
  freshMs: number;
  lastKnownMs: number;
}

/** Slower loads count as failed: neither pages nor the line wait for a slow Postgres. */
const PATIENCE_MS = 250;

/**
 * Caches one value with stale-while-revalidate: readers share one load; while loading fails or is slow, the last good
 * value is served at once and a single load keeps retrying in the background.
 */
export class LastKnown<T> {
  private known: { value: T; at: number } | null = null;
  private running: Promise<T> | null = null;
  /** Resolves when the running load exceeds the patience. */
  private late: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    private readonly freshness: Freshness,
    private readonly load: () => Promise<T>,
  ) {}

  /** @param nowMs wall time. Rejects like the load if no last good value is recent enough. */
  async read(nowMs: number): Promise<T> {
    const age = this.known ? nowMs - this.known.at : Number.POSITIVE_INFINITY;
    // a negative age means that the clock was set back: reload
    if (this.known && age >= 0 && age < this.freshness.freshMs) return this.known.value;
    const { known } = this;
    const fresh = this.start(nowMs);
    if (!known || age >= this.freshness.lastKnownMs) return await fresh;
    if (this.failing) {
      fresh.catch(() => undefined); // retried later; until then the last known value is served
      return known.value;
    }
    return await Promise.race([fresh.catch(() => known.value), this.late.then(() => known.value)]);
  }

  /** Invalidates the value, and ignores the result of any load already in flight. */
  drop(): void {
    if (this.known) this.known.at = Math.min(this.known.at, this.known.at - this.freshness.freshMs);
    this.running = null;
  }

  private start(nowMs: number): Promise<T> {
    if (this.running) return this.running;
    let timer: NodeJS.Timeout | undefined;
    this.late = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS).unref();
    });
    const running: Promise<T> = this.load().then(
      (value) => {
        clearTimeout(timer);
        this.failing = false;
        if (this.running === running) {
          this.known = { value, at: nowMs };
          this.running = null;
        }
        return value;
      },
      (error: unknown) => {
        clearTimeout(timer);
        this.failing = true;
        if (this.running === running) this.running = null;
        throw error;
      },
    );
    this.running = running;
    return running;
  }
}
