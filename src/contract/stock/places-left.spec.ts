import { expect, it } from '@jest/globals';
import { placesLeft } from './places-left.js';

const sections = [{ key: 'A', accessible: 'gone' as const }, { key: 'B', accessible: 'plenty' as const }, { key: 'C' }];

it('tells of the chosen section, whatever others have left, else of the best', () => {
  expect(['A', 'B', 'C', ''].map((key) => placesLeft(sections, key))).toEqual(['gone', 'plenty', 'gone', 'plenty']);
});

it('tells nothing of what is not known', () => {
  expect([placesLeft(), placesLeft([{ key: 'C' }], 'C')]).toEqual([undefined, undefined]);
});
