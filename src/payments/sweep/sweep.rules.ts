/** A stretch of one of the provider's lists, walked from its newest entry to its oldest. Seconds since 1970. */
export interface SweepWindow {
  from: number;
  to: number;
  /** The entry after which to go on; null: the walk begins, or is done. */
  cursor: string | null;
}

/** The first sweep looks back this far: longer than Stripe repeats a webhook. */
const FIRST_LOOK_BACK_SECONDS = 4 * 86_400;
/** Windows overlap by this, for entries that appear in a list a little after their time. */
const OVERLAP_SECONDS = 120;

/** The stretch to walk next: the rest of an unfinished one, else all since the last finished one. */
export function nextWindow(last: SweepWindow | null, nowSeconds: number): SweepWindow {
  if (!last) return { from: nowSeconds - FIRST_LOOK_BACK_SECONDS, to: nowSeconds, cursor: null };
  if (last.cursor !== null) return last;
  return { from: Math.min(last.to, nowSeconds) - OVERLAP_SECONDS, to: nowSeconds, cursor: null };
}

/** The record of a stretch whose walk must begin again: the next stretch begins where this one did. */
export function startedAgain({ from }: SweepWindow): SweepWindow {
  return { from, to: from + OVERLAP_SECONDS, cursor: null };
}
