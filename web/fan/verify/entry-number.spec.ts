import { describe, expect, it } from '@jest/globals';
import { fanLanguages } from '../../../src/contract/languages.js';
import { wordsIn } from '../../../src/words/all.js';
import { entryNumberOf } from './entry-number.js';

describe('entryNumberOf', () => {
  it.each(fanLanguages)('reads a number as the pages print it in %s', (language) => {
    for (const number of [7, 1_234, 1_234_567]) expect(entryNumberOf(wordsIn(language).count(number))).toBe(number);
  });

  it.each([
    '',
    ' ',
    '0',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '12,34',
    'Infinity',
    '9'.repeat(16),
    '9'.repeat(100_000),
    '１２a',
  ])('refuses %.20s', (typed) => expect(entryNumberOf(typed)).toBeNull());

  it('reads full-width digits and spaces around them', () => {
    expect(entryNumberOf(' １２ ')).toBe(12);
    expect(entryNumberOf('99999999999')).toBe(99_999_999_999);
  });
});
