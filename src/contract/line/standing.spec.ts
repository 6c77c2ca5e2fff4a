import fc from 'fast-check';
import { aheadOf, chanceAfter, chanceAt, chanceTable, waitRange } from './standing.js';

const terms = { stockLeft: 500, presence: 0.7, conversion: 0.6, basket: 2 };

describe('aheadOf', () => {
  it('counts nobody for the next one, and never less than nobody', () => {
    expect([aheadOf(11, 10), aheadOf(5, 10), aheadOf(21, 10), aheadOf(null, 10)]).toEqual([0, 0, 10, null]);
  });
});

describe('waitRange', () => {
  it('gives the fast and the slow end in seconds', () => {
    expect(waitRange(99, { from: 50, to: 100 })).toEqual({ from: 60, to: 120 });
  });
  it('says nothing before the draw or before anything was measured', () => {
    expect(waitRange(null, { from: 1, to: 2 })).toBeNull();
    expect(waitRange(3, null)).toBeNull();
    expect(waitRange(3, { from: 0, to: 0 })).toBeNull();
  });
});

describe('chance', () => {
  it('is nothing when nothing is left', () => {
    expect(chanceAfter(0, { ...terms, stockLeft: 0 })).toEqual({ from: 0, to: 0 });
  });
  it('stays between 0 and 1, and never grows with people ahead or falls with stock', () => {
    const natural = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(natural, natural, natural, (ahead, more, stock) => {
        const here = chanceAfter(ahead, { ...terms, stockLeft: stock });
        const behind = chanceAfter(ahead + more, { ...terms, stockLeft: stock });
        const richer = chanceAfter(ahead, { ...terms, stockLeft: stock + more });
        expect(here.from).toBeGreaterThanOrEqual(0);
        expect(here.to).toBeLessThanOrEqual(1);
        expect(here.from).toBeLessThanOrEqual(here.to);
        expect(behind.to).toBeLessThanOrEqual(here.to);
        expect(richer.from).toBeGreaterThanOrEqual(here.from);
      }),
    );
  });
  it('is read between the steps of the table', () => {
    const table = [
      { ahead: 0, from: 1, to: 1 },
      { ahead: 100, from: 0.5, to: 0.9 },
    ];
    expect(chanceAt(50, table)).toEqual({ from: 0.75, to: 0.95 });
    expect(chanceAt(5_000, table)).toEqual({ from: 0.5, to: 0.9 });
    expect(chanceAt(null, table)).toBeNull();
    expect(chanceAt(3, [])).toBeNull();
  });
  it('has a table as long as the line', () => {
    expect(chanceTable(0, terms).map(({ ahead }) => ahead)).toEqual([0]);
    expect(chanceTable(250, terms).map(({ ahead }) => ahead)).toEqual([0, 100, 300]);
  });
});
