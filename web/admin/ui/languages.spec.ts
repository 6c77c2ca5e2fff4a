import { expect, it } from '@jest/globals';
import { fanLanguages } from '../../../src/contract/languages.js';
import { languageName, otherLanguages } from './languages.js';

it('offers every language of the fan’s pages besides the first, by its English name', () => {
  expect(['en', ...otherLanguages]).toEqual([...fanLanguages]);
  expect(['pt', 'ja', 'ar'].map(languageName)).toEqual(['Portuguese', 'Japanese', 'Arabic']);
});
