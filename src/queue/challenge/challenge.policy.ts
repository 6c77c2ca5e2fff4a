import type { ChallengeMode } from '../queue.types.js';

/** What is known when a challenge may be due. */
export interface ChallengeSignals {
  mode: ChallengeMode;
  /** Places that this network has taken in this sale. */
  networkPlaces: number;
  salePlaces: number;
  /** Joins of the sale that this node has seen in the last second. */
  joinsPerSecond: number;
}

/** Places of one network that ask for no challenge: a household, an office, the first of a carrier. */
const FREE_PLACES = 30;
/** A network may have this share of all places before it is asked for more: carriers put thousands behind one address. */
const FREE_SHARE = 0.01;
/** From here on joins come faster than a crowd that types. */
const CROWD_JOINS_PER_SECOND = 200;
const RUSH_JOINS_PER_SECOND = 2_000;
/** Harder, never impossible: an honest fan behind a crowded address waits some seconds, and gets in. */
export const MAX_DIFFICULTY = 8;

/** How hard the challenge must be; 0 for none. Rises with the network's places and with the load, and never refuses. */
export function difficultyFor({ mode, networkPlaces, salePlaces, joinsPerSecond }: ChallengeSignals): number {
  if (mode === 'off') return 0;
  const excess = networkPlaces / Math.max(FREE_PLACES, FREE_SHARE * salePlaces);
  const byNetwork = excess < 1 ? 0 : Math.min(MAX_DIFFICULTY, Math.ceil(excess));
  const byLoad = joinsPerSecond < CROWD_JOINS_PER_SECOND ? 0 : joinsPerSecond < RUSH_JOINS_PER_SECOND ? 1 : 2;
  return Math.max(mode === 'on' ? 1 : 0, byNetwork, byLoad);
}

/** A challenge that became too easy while it was being solved is still good, if only by one step. */
export function isHardEnough(solved: number, due: number): boolean {
  return solved >= due - 1;
}
