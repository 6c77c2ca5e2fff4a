/** A time range of one of the provider's lists, walked from newest to oldest. Unix seconds. */
export interface SweepWindow {
  from: number;
  to: number;
  /** The entry after which to continue; null: the walk is about to begin, or is done. */
  cursor: string | null;
}

/** How far the first sweep looks back: longer than Stripe retries a webhook. */
const FIRST_LOOK_BACK_SECONDS = 4 * 86_400;
/** Overlap of windows, for entries that appear in a list slightly late. */
const OVERLAP_SECONDS = 120;

/** Returns the next range to walk: the rest of an unfinished one, otherwise everything since the last finished one. */
export function nextWindow(last: SweepWindow | null, nowSeconds: number): SweepWindow {
  if (!last) return { from: nowSeconds - FIRST_LOOK_BACK_SECONDS, to: nowSeconds, cursor: null };
  if (last.cursor !== null) return last;
  return { from: Math.min(last.to, nowSeconds) - OVERLAP_SECONDS, to: nowSeconds, cursor: null };
}

/** Returns the record of a range whose walk must restart: the next range begins where this one did. */
export function startedAgain({ from }: SweepWindow): SweepWindow {
  return { from, to: from + OVERLAP_SECONDS, cursor: null };
}
