import { describe, expect, it } from '@jest/globals';
import { WishError } from '../cli/arguments.js';
import { readBenchWishes } from './arguments.js';

const known = ['holds', 'snapshot', 'P8'];

describe('readBenchWishes', () => {
  it('measures everything five times by default', () => {
    expect(readBenchWishes([], known)).toEqual({ only: [], runs: 5, quick: false, json: 'bench.json' });
  });
  it('takes groups and rows, and one run when it is quick', () => {
    const args = ['--only', 'holds,P8', '--quick', '--json', 'x.json'];
    expect(readBenchWishes(args, known)).toEqual({ only: ['holds', 'P8'], runs: 1, quick: true, json: 'x.json' });
  });
  it.each([[['--only', 'nothing']], [['--runs', '0']], [['--runs', 'many']], [['--whatever']]])(
    'refuses %j',
    (args) => {
      expect(() => readBenchWishes(args, known)).toThrow(WishError);
    },
  );
});
