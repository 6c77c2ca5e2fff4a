import { describe, expect, it } from '@jest/globals';
import { chanceScoreOf, type ToldMinute } from './chance-score.rules.js';

/** Ten minutes of a line of 1,000 that is called at 100 a minute, until nothing is free; all are told `chance`. */
function night(chance: (ahead: number) => number, soldOutAfter = 500): ToldMinute[] {
  return Array.from({ length: 10 }, (_, minute) => {
    const serving = Math.min(minute * 100, soldOutAfter);
    const steps = [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000];
    const table = steps.map((ahead) => ({ ahead, from: chance(serving + ahead), to: chance(serving + ahead) }));
    const free = serving >= soldOutAfter ? 0 : soldOutAfter - serving;
    return { told: { general: { serving, waiting: 1_000 - serving, chance: table } }, free };
  });
}

describe('chanceScoreOf', () => {
  it('is 0 for a prophet, 1 for a liar and a quarter for a coin', () => {
    const truth = (position: number): number => (position <= 400 ? 1 : 0);
    expect(chanceScoreOf(night(truth)).score).toBeLessThan(0.05);
    expect(chanceScoreOf(night((position) => 1 - truth(position))).score).toBeGreaterThan(0.95);
    expect(chanceScoreOf(night(() => 0.5)).score).toBeCloseTo(0.25);
  });

  it('says how good it would have been to know only how it ended on average', () => {
    const { score, ofMean } = chanceScoreOf(night((position) => (position <= 400 ? 0.9 : 0.1)));
    expect(score ?? 1).toBeLessThan(ofMean ?? 0);
    expect(ofMean ?? 0).toBeGreaterThan(0.1);
    expect(ofMean ?? 1).toBeLessThanOrEqual(0.25);
  });

  it('counts a turn that came without a ticket left, and one that never came, as none', () => {
    expect(chanceScoreOf(night(() => 0, 0)).score).toBe(0);
    expect(chanceScoreOf(night(() => 1, 0)).score).toBe(1);
  });

  it('says nothing of a sale that told too little, and leaves minutes out whose stock is not known', () => {
    expect(chanceScoreOf([])).toEqual({ score: null, ofMean: null });
    expect(chanceScoreOf(night(() => 0.5).slice(0, 2))).toEqual({ score: null, ofMean: null });
    const unread = night(() => 0.5, 2_000).map((minute) => ({ ...minute, free: null }));
    // only places whose turn never came are judged
    expect(chanceScoreOf(unread).ofMean ?? 0).toBe(0);
  });

  it('asks the same number of places however many wait', () => {
    const one = (waiting: number): ToldMinute[] =>
      Array.from({ length: 6 }, () => ({
        told: { general: { serving: 0, waiting, chance: [{ ahead: 0, from: 0, to: 0 }] } },
        free: 1,
      }));
    expect(chanceScoreOf(one(20)).score).toBe(0);
    expect(chanceScoreOf(one(10_000_000)).score).toBe(0);
    expect(chanceScoreOf(one(3)).score).toBeNull();
  });
});
