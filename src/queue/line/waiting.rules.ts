export interface WaitingFigures {
  arrivals: number;
  serving: number;
  /** N; null before the draw. */
  drawn: number | null;
  /** Numbers that were reserved and never given: a loss of Redis skips them. */
  unused: number;
  /** The highest of them. */
  unusedTo: number;
}

/** Positions that nobody stands on, above S: the draw spreads them evenly, without it they are one block. */
function emptyAhead({ serving, drawn, unused, unusedTo }: WaitingFigures): number {
  if (drawn !== null && drawn > 0 && unusedTo <= drawn)
    return Math.round((unused * Math.max(0, drawn - serving)) / drawn);
  return Math.min(unused, Math.max(0, unusedTo - serving));
}

/** People not yet called or passed over. Numbers that an epoch left unused are nobody. */
export function waitingOf(figures: WaitingFigures): number {
  return Math.max(0, figures.arrivals - figures.serving - emptyAhead(figures));
}
