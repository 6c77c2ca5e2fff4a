import { describe, expect, it } from '@jest/globals';
import { chanceAfter } from '../../contract/line/standing.js';
import { chanceTerms } from './chance.rules.js';

const atOpening = {
  stock: { free: 200, held: 0 },
  meanBasket: null,
  inside: 0,
  lane: { serving: 0, admitted: 0, called: 0 },
  share: 1,
};
const middleAt = (ahead: number, change: object): number => {
  const { from, to } = chanceAfter(ahead, chanceTerms({ ...atOpening, ...change }));
  return (from + to) / 2;
};

describe('the terms of a chance', () => {
  it('are assumptions at the opening', () => {
    expect(chanceTerms(atOpening)).toEqual({ stockLeft: 200, presence: 0.6, conversion: 0.7, basket: 2, choosing: 0 });
  });

  it('take the presence from the line once it has moved', () => {
    const passed = (admitted: number) => chanceTerms({ ...atOpening, lane: { serving: 1_000, admitted, called: 0 } });
    expect(passed(950).presence).toBeCloseTo(0.93, 2);
    expect(passed(300).presence).toBeCloseTo(0.31, 2);
    expect(passed(0).presence).toBe(0.6); // nobody has counted them
    const all = { serving: 1_000, admitted: 1_000, called: 50 };
    expect(chanceTerms({ ...atOpening, lane: all }).presence).toBe(1);
  });

  it('count who is inside and holds nothing yet, as those who take first', () => {
    expect(middleAt(100, { inside: 100 })).toBeLessThan(middleAt(100, {}) - 0.2);
    expect(middleAt(100, { inside: 100, stock: { free: 200, held: 200 } })).toBe(middleAt(100, {}));
    expect(chanceTerms({ ...atOpening, inside: 10, stock: { free: 5, held: 90 } }).choosing).toBe(0);
  });

  it('give a lane the stock of its own channels, and no other lane any of it', () => {
    const stock = { free: 100, held: 0, own: { club: 60 } };
    expect(chanceTerms({ ...atOpening, stock, own: 60, share: 0.25 }).stockLeft).toBe(70);
    expect(chanceTerms({ ...atOpening, stock, share: 0.75 }).stockLeft).toBe(30);
    const nothingElse = { ...atOpening, stock: { ...stock, free: 60 } };
    expect(chanceTerms({ ...nothingElse, share: 0.75 }).stockLeft).toBe(0);
  });

  it('split stock and shoppers between the lanes', () => {
    expect(chanceTerms({ ...atOpening, inside: 40, share: 0.25 })).toMatchObject({ stockLeft: 50, choosing: 10 });
  });
});
