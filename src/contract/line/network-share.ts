/** Places per network that need no challenge: a household, an office, the first of a carrier. */
const FREE_PLACES = 30;
/** Share of all places a network may have before it is challenged: carriers put thousands behind one address. */
const FREE_SHARE = 0.01;

/** From this many times its share on, a network's places are asked for an address at their turn. */
const STEP_UP_TIMES = 2;

/** Returns how many times its share a network has taken; from 1 on, its next joins are asked for a proof of work. */
export function timesItsShare(networkPlaces: number, salePlaces: number): number {
  return networkPlaces / Math.max(FREE_PLACES, FREE_SHARE * salePlaces);
}

/**
 * Returns whether the place that was a network's `networkPlaces`-th is asked for a confirmed address at its turn, by what
 * is a share of all places at that time: early in a sale, a few dozen look like a crowd.
 */
export function needsStepUp(networkPlaces: number, salePlaces: number): boolean {
  return timesItsShare(networkPlaces, salePlaces) >= STEP_UP_TIMES;
}

/** Returns whether a place may ever need it: the share of a network only grows with the sale. */
export const mayNeedStepUp = (networkPlaces: number): boolean => needsStepUp(networkPlaces, 0);
