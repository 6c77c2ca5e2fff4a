/** Weight of the latest turn in the moving average. */
const SMOOTHING = 0.3;
/** An average of turns older than this is stale. */
const FORGET_MS = 250;
const LOOK_EVERY_MS = 200;
/** After a stall this long, answers may have gone unread, because a loop runs timers before sockets. */
const STARVED_MS = 500;
/** As long as a store call may wait for its answer (redis.service.ts): one that times out now may have started then. */
const STARVED_FOR_MS = 3_500;

/**
 * Measures how long a turn of the event loop takes under load. Driven by the requests themselves, from the first of a
 * turn to its end, so that an idle process is not woken; a slow timer detects stalls of any other cause.
 */
export class LoopDelay {
  private turnBeganAt: number | null = null;
  private requests = 0;
  private requestsBefore = 0;
  private turnEndedAt = 0;
  private meanMs = 0;
  private starvedUntil = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Must be called for each request; returns the delay in ms. */
  note(): number {
    const at = this.now();
    this.requests += 1;
    if (this.turnBeganAt === null) {
      this.turnBeganAt = at;
      if (at - this.turnEndedAt > FORGET_MS) this.meanMs = this.requestsBefore = 0;
      setImmediate(() => this.endTurn());
    }
    return Math.max(this.meanMs, at - this.turnBeganAt);
  }

  /** Requests in this turn or the previous one, whichever had more. */
  get requestsOfTurn(): number {
    return Math.max(this.requests, this.requestsBefore);
  }

  /** The recent average, for metrics. */
  get recentMs(): number {
    return this.now() - this.turnEndedAt > FORGET_MS ? 0 : this.meanMs;
  }

  /** True shortly after the loop stalled: stores that seem silent may only have gone unheard. */
  get isStarved(): boolean {
    return this.now() < this.starvedUntil;
  }

  start(): void {
    let before = this.now();
    this.timer = setInterval(() => {
      const at = this.now();
      this.stoodStill(at - before - LOOK_EVERY_MS, at);
      before = at;
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private endTurn(): void {
    const at = this.now();
    const tookMs = at - (this.turnBeganAt ?? at);
    this.turnBeganAt = null;
    this.requestsBefore = this.requests;
    this.requests = 0;
    this.turnEndedAt = at;
    this.meanMs += SMOOTHING * (tookMs - this.meanMs);
    this.stoodStill(tookMs, at);
  }

  private stoodStill(forMs: number, at: number): void {
    if (forMs > STARVED_MS) this.starvedUntil = at + STARVED_FOR_MS;
  }
}
