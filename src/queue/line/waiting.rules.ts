export interface WaitingFigures {
  arrivals: number;
  serving: number;
  /** N; null before the draw. */
  drawn: number | null;
  /** Numbers reserved but never given, because a loss of Redis skipped them. */
  unused: number;
  /** The highest unused number. */
  unusedTo: number;
}

/** Estimates the vacant positions above S: the draw spreads them evenly, otherwise they form one block. */
function emptyAhead({ serving, drawn, unused, unusedTo }: WaitingFigures): number {
  if (drawn !== null && drawn > 0 && unusedTo <= drawn)
    return Math.round((unused * Math.max(0, drawn - serving)) / drawn);
  return Math.min(unused, Math.max(0, unusedTo - serving));
}

/** Counts people not yet called or passed over; numbers that an earlier epoch left unused are excluded. */
export function waitingOf(figures: WaitingFigures): number {
  return Math.max(0, figures.arrivals - figures.serving - emptyAhead(figures));
}
