import { timesItsShare } from '../../contract/line/network-share.js';
import type { ChallengeMode } from '../queue.types.js';

/** Signals that decide a challenge's difficulty. */
export interface ChallengeSignals {
  mode: ChallengeMode;
  /** Places that this network has taken in this sale. */
  networkPlaces: number;
  salePlaces: number;
  /** Joins of the sale seen by this node in the last second. */
  joinsPerSecond: number;
}

/** Above this rate, joins arrive faster than a crowd can type. */
const CROWD_JOINS_PER_SECOND = 200;
const RUSH_JOINS_PER_SECOND = 2_000;
/** Keeps the hardest challenge solvable: an honest fan behind a crowded address gets in after some seconds. */
export const MAX_DIFFICULTY = 8;

/** Returns the required difficulty, 0 for none. Rises with the network's places and with load; never refuses. */
export function difficultyFor({ mode, networkPlaces, salePlaces, joinsPerSecond }: ChallengeSignals): number {
  if (mode === 'off' || mode === 'observe') return 0;
  const excess = timesItsShare(networkPlaces, salePlaces);
  const byNetwork = excess < 1 ? 0 : Math.min(MAX_DIFFICULTY, Math.ceil(excess));
  const byLoad = joinsPerSecond < CROWD_JOINS_PER_SECOND ? 0 : joinsPerSecond < RUSH_JOINS_PER_SECOND ? 1 : 2;
  return Math.max(mode === 'on' ? 1 : 0, byNetwork, byLoad);
}

/** Accepts a challenge one step too easy, because the difficulty may have risen while it was being solved. */
export function isHardEnough(solved: number, due: number): boolean {
  return solved >= due - 1;
}
