import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { difficultyFor, isHardEnough, MAX_DIFFICULTY } from './challenge.policy.js';

const atRest = { networkPlaces: 0, salePlaces: 0, joinsPerSecond: 0 };
const signals = fc.record({
  networkPlaces: fc.nat(1_000_000),
  salePlaces: fc.nat(10_000_000),
  joinsPerSecond: fc.nat(50_000),
});

describe('difficultyFor', () => {
  it('asks for nothing at rest unless the sale always asks', () => {
    expect(difficultyFor({ mode: 'auto', ...atRest })).toBe(0);
    expect(difficultyFor({ mode: 'on', ...atRest })).toBe(1);
  });

  it('asks a network for more the more it has taken, and leaves the others alone', () => {
    const after = (networkPlaces: number) => difficultyFor({ mode: 'auto', ...atRest, networkPlaces });
    expect([29, 30, 60, 61, 1_000].map(after)).toEqual([0, 1, 2, 3, MAX_DIFFICULTY]);
  });

  it('grants a carrier its share of a large sale', () => {
    expect(difficultyFor({ mode: 'auto', networkPlaces: 900, salePlaces: 100_000, joinsPerSecond: 0 })).toBe(0);
  });

  it('asks everybody while joins come faster than people type', () => {
    expect(difficultyFor({ mode: 'auto', ...atRest, joinsPerSecond: 200 })).toBe(1);
    expect(difficultyFor({ mode: 'auto', ...atRest, joinsPerSecond: 5_000 })).toBe(2);
  });

  it('never refuses: it has a hardest challenge, and none at all where the sale asks for none', () => {
    fc.assert(
      fc.property(signals, (given) => {
        expect(difficultyFor({ mode: 'off', ...given })).toBe(0);
        expect(difficultyFor({ mode: 'observe', ...given })).toBe(0);
        const auto = difficultyFor({ mode: 'auto', ...given });
        expect(auto).toBeLessThanOrEqual(MAX_DIFFICULTY);
        expect(difficultyFor({ mode: 'on', ...given })).toBe(Math.max(1, auto));
      }),
    );
  });

  it('never gets easier for a network that takes more, or for everybody under more load', () => {
    fc.assert(
      fc.property(signals, fc.nat(1_000), (given, more) => {
        const now = difficultyFor({ mode: 'auto', ...given });
        const greedy = { ...given, networkPlaces: given.networkPlaces + more };
        const busy = { ...given, joinsPerSecond: given.joinsPerSecond + more };
        expect(difficultyFor({ mode: 'auto', ...greedy })).toBeGreaterThanOrEqual(now);
        expect(difficultyFor({ mode: 'auto', ...busy })).toBeGreaterThanOrEqual(now);
      }),
    );
  });
});

describe('isHardEnough', () => {
  it('takes a challenge that became one step too easy while it was solved, and none below', () => {
    expect([1, 2, 3, 4].map((solved) => isHardEnough(solved, 4))).toEqual([false, false, true, true]);
  });
});
