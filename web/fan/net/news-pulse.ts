/** A line that spoke at least this often, three times in a row, is expected to go on so. */
const fastGapMs = 3_000;
/** Silence for which a line that spoke fast is doubted, and one that speaks when something changes. */
const fastSilenceMs = 4_000;
const calmSilenceMs = 10_000;

/** Tells from the news themselves whether a connection still carries any: a dead one closes no socket for most of a minute. */
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
