/** How long a value is taken as it is, and how long the last good one serves while its source is away. */
export interface Freshness {
  freshMs: number;
  lastKnownMs: number;
}

/** A source that takes longer is treated as one that fails: pages and the line do not wait for a slow Postgres. */
const PATIENCE_MS = 250;

/**
 * One remembered value: readers share one load; while loading fails or is slow, the last good value serves at once and one
 * load at a time goes on trying behind it.
 */
export class LastKnown<T> {
  private known: { value: T; at: number } | null = null;
  private running: Promise<T> | null = null;
  /** Resolves when the running load has taken too long. */
  private late: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    private readonly freshness: Freshness,
    private readonly load: () => Promise<T>,
  ) {}

  /** @param nowMs wall time. Rejects as the load does when there is no last good value young enough. */
  async read(nowMs: number): Promise<T> {
    const age = this.known ? nowMs - this.known.at : Number.POSITIVE_INFINITY;
    // a clock that was set back says nothing about age
    if (this.known && age >= 0 && age < this.freshness.freshMs) return this.known.value;
    const { known } = this;
    const fresh = this.start(nowMs);
    if (!known || age >= this.freshness.lastKnownMs) return await fresh;
    if (this.failing) {
      fresh.catch(() => undefined); // it is tried again; until then the last known value serves
      return known.value;
    }
    return await Promise.race([fresh.catch(() => known.value), this.late.then(() => known.value)]);
  }

  /** What was loaded is out of date; a load that began before is not believed either. */
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
