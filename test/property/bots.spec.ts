import { createHash, hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { drawKey, drawOrder } from '../../src/contract/line/draw.js';
import { difficultyFor } from '../../src/queue/challenge/challenge.policy.js';
import type { ChallengeMode } from '../../src/queue/queue.types.js';

/**
 * PBKDF2 iterations per second of CPU time on one core (Node 22, 2.5 GHz server core); source of the table in
 * docs/bots.md.
 */
const ITERATIONS_A_SECOND = 2_270_000;
/** Mean of challenge.service.ts at difficulty 1: 200 to 600 attempts of 1,000 iterations. */
const ITERATIONS_A_PROOF = 400_000;
/** A farm without proof of work takes as many places as it may request: the review's client made 320 per second. */
const UNCHECKED_A_SECOND = 320;

/** Returns the places one network with this many cores takes, while honest fans come from networks of their own. */
function placesOfBot(mode: ChallengeMode, seconds: number, cores: number, honest: number): number {
  let [places, clock] = [0, 0];
  for (;;) {
    const salePlaces = places + honest;
    const difficulty = difficultyFor({ mode, networkPlaces: places, salePlaces, joinsPerSecond: 0 });
    clock += Math.max(1 / UNCHECKED_A_SECOND, (difficulty * ITERATIONS_A_PROOF) / (cores * ITERATIONS_A_SECOND));
    if (clock > seconds) return places;
    places += 1;
  }
}

const nodeSha256 = (data: Uint8Array): Uint8Array => hash('sha256', data, 'buffer');
const CALLS = 50;

/** Returns how many of the first calls go to numbers 1…bot, which were taken before all others. */
function callsOfBot(bot: number, honest: number, seed: string): number {
  const drawn = bot + honest;
  const order = drawOrder(drawn, drawKey({ seed, saleId: 's', lane: 'general', drawn, beacon: null }), nodeSha256);
  const firsts = Array.from({ length: CALLS }, (_, index) => order.numberAt(index + 1));
  return firsts.filter((number) => number <= bot).length;
}

describe('a bot beside honest fans', () => {
  it('takes a hundredth of the places once proofs are asked, whether from the first place on or from the 31st', () => {
    const [off, auto, on] = (['off', 'auto', 'on'] as const).map((mode) => placesOfBot(mode, 60, 2, 1_000));
    expect([off, auto, on]).toEqual([19_200, 192, 188]);
  });

  it('gets no more from five connections, which are one network, than from one', () => {
    expect(placesOfBot('auto', 600, 2, 1_000)).toBeLessThan(1_000);
    expect(placesOfBot('auto', 3.3, 2, 50)).toBeLessThan(60); // the review obtained 1,050 in 3.3 s
  });

  it.each([
    ['with 10 proofs among 490 honest fans', 10, 490],
    ['with 60 proofs in the first seconds among 50 honest fans', 60, 50],
    ['with 1,050 places that nothing was asked for among 50', 1_050, 50],
  ])('has its share of the first 50 calls and no more: %s', (_what, bot, honest) => {
    const seeds = Array.from({ length: 60 }, (_, n) => createHash('sha256').update(`night ${n}`).digest('hex'));
    const calls = seeds.map((seed) => callsOfBot(bot, honest, seed));
    const mean = calls.reduce((sum, count) => sum + count, 0) / calls.length;
    const [drawn, share] = [bot + honest, bot / (bot + honest)];
    // without replacement: the hypergeometric spread of one night, and of the mean of 60
    const sigma = Math.sqrt((CALLS * share * (1 - share) * (drawn - CALLS)) / (drawn - 1));
    expect(Math.abs(mean - CALLS * share)).toBeLessThan((3 * sigma) / Math.sqrt(seeds.length));
  });

  it('would have all of them in order of arrival, which the draw takes away', () => {
    const numbers = Array.from({ length: CALLS }, (_, index) => index + 1);
    expect(numbers.filter((number) => number <= 60)).toHaveLength(50);
  });
});
