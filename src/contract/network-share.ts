/** Places per network that need no challenge: a household, an office, the first of a carrier. */
const FREE_PLACES = 30;
/** Share of all places a network may have before it is challenged: carriers put thousands behind one address. */
const FREE_SHARE = 0.01;

/** Returns how many times its share a network has taken; from 1 on, its next joins are asked for a proof of work. */
export function timesItsShare(networkPlaces: number, salePlaces: number): number {
  return networkPlaces / Math.max(FREE_PLACES, FREE_SHARE * salePlaces);
}
