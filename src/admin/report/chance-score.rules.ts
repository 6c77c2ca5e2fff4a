import { brier, brierOfMean, middleOf, type ScoredChance } from '../../contract/line/brier.js';
import type { ToldLanes } from '../../contract/live/live-history.js';
import { aheadOf, chanceAt } from '../../contract/line/standing.js';

/** What fans of each lane were told in one minute, and how many tickets were free; null: not known. */
export interface ToldMinute {
  told: ToldLanes;
  free: number | null;
}
export interface ChanceScore {
  /** null: nothing was told, or too little to speak of. */
  score: number | null;
  ofMean: number | null;
}

/** Places per minute and lane that are judged, spread evenly over all who waited. */
const QUESTIONS = 20;
/** Fewer say nothing about a forecast. */
const LEAST_QUESTIONS = 100;

/** Judges the chances told in all minutes of a sale that is over: whether the turn came while tickets were free. */
export function chanceScoreOf(minutes: readonly ToldMinute[]): ChanceScore {
  const lanes = new Set(minutes.flatMap(({ told }) => Object.keys(told)));
  const judged = [...lanes].flatMap((lane) => judgedOf(minutes, lane));
  if (judged.length < LEAST_QUESTIONS) return { score: null, ofMean: null };
  return { score: brier(judged, middleOf), ofMean: brierOfMean(judged) };
}

function judgedOf(minutes: readonly ToldMinute[], lane: string): ScoredChance[] {
  const at = minutes.flatMap(({ told, free }) => (told[lane] ? [{ ...told[lane], free }] : []));
  return at.flatMap(({ serving, waiting, chance }, asked) =>
    placesOf(serving, waiting).flatMap((position): ScoredChance[] => {
      const range = chanceAt(aheadOf(position, serving), chance);
      const turn = firstServing(at, position, asked);
      const free = turn === null ? 0 : turn.free;
      return range === null || free === null ? [] : [{ ...range, truth: free > 0 ? 1 : 0 }];
    }),
  );
}

function placesOf(serving: number, waiting: number): number[] {
  const count = Math.min(QUESTIONS, waiting);
  return Array.from({ length: count }, (_, index) => serving + 1 + Math.floor(((index + 0.5) * waiting) / count));
}

/** Returns the first minute by which the position had been called or passed over; null: never. S never falls. */
function firstServing<T extends { serving: number }>(minutes: readonly T[], position: number, from: number): T | null {
  let [low, high] = [from, minutes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((minutes[middle]?.serving ?? 0) >= position) high = middle;
    else low = middle + 1;
  }
  return minutes[low] ?? null;
}
