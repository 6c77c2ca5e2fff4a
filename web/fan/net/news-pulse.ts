/** A connection with three gaps in a row no longer than this is expected to keep that pace. */
const fastGapMs = 3_000;
/** Silence after which a connection is suspect: one that was fast, and one that speaks only on changes. */
const fastSilenceMs = 4_000;
const calmSilenceMs = 10_000;

/** Detects from message timing whether a connection is alive: a dead one closes no socket for most of a minute. */
export class NewsPulse {
  private heardAt = Number.NEGATIVE_INFINITY;
  private fastInRow = 0;

  hear(nowMs: number): void {
    this.fastInRow = nowMs - this.heardAt <= fastGapMs ? this.fastInRow + 1 : 0;
    this.heardAt = nowMs;
  }

  isDoubtful(nowMs: number): boolean {
    return nowMs - this.heardAt > (this.fastInRow >= 3 ? fastSilenceMs : calmSilenceMs);
  }
}
