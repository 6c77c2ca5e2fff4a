import { describe, expect, it } from '@jest/globals';
import { WishError } from './cli/arguments.js';
import { usageIn } from '../scripts/lib/usage.mjs';
import { USAGE as BOTS_USAGE } from './bots/arguments.js';
import { readWishes, USAGE } from './wishes.js';

describe('readWishes', () => {
  it('has defaults', () => {
    expect(readWishes([])).toMatchObject({
      fans: 2000,
      tickets: 500,
      nodes: 1,
      ghosts: 0,
      killNode: false,
      record: null,
    });
    expect(readWishes(['--record', 'curve.json']).record).toBe('curve.json');
  });
  it.each([
    [['--fans', 'many']],
    [['--fans', '0']],
    [['--nodes', '9']],
    [['--kill-node']],
    [['--whatever']],
    [['--fans', '20000', '--ghosts', '1000']],
  ])('refuses %j', (args) => {
    expect(() => readWishes(args)).toThrow(WishError);
  });
});

it('is explained as its source says, without a build', () => {
  expect(usageIn('load/wishes.ts')).toBe(USAGE);
  expect(usageIn('load/bots/arguments.ts')).toBe(BOTS_USAGE);
});
