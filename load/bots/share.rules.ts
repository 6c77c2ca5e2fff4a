export const CALLS = 50;

export interface NightResult {
  botPlaces: number;
  honestPlaces: number;
  botCalls: number;
}
export interface Share {
  places: number;
  /** Mean calls of the bot among the first 50. */
  calls: number;
  /** What its share of the places makes likely, and three standard deviations of the mean. */
  expected: number;
  within: number;
  isFair: boolean;
}

/** Compares the bot's calls with its share of the places: a fair draw gives no more and no less, within 3σ. */
export function shareOf(nights: readonly NightResult[]): Share {
  const mean = (of: (night: NightResult) => number): number =>
    nights.reduce((sum, night) => sum + of(night), 0) / nights.length;
  const drawnOf = ({ botPlaces, honestPlaces }: NightResult): number => botPlaces + honestPlaces;
  const callsOf = (night: NightResult): number => Math.min(CALLS, drawnOf(night));
  const expectedOf = (night: NightResult): number => (callsOf(night) * night.botPlaces) / drawnOf(night);
  // hypergeometric: the calls are drawn from the places without replacement
  const variance = nights.reduce((sum, night) => {
    const [drawn, share] = [drawnOf(night), night.botPlaces / drawnOf(night)];
    return sum + (drawn < 2 ? 0 : (callsOf(night) * share * (1 - share) * (drawn - callsOf(night))) / (drawn - 1));
  }, 0);
  const [calls, expected] = [mean(({ botCalls }) => botCalls), mean(expectedOf)];
  const within = (3 * Math.sqrt(variance)) / nights.length;
  return {
    places: mean(({ botPlaces }) => botPlaces),
    calls,
    expected,
    within,
    isFair: Math.abs(calls - expected) <= within,
  };
}
