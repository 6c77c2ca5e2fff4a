import { fanLanguages } from '../../../src/contract/languages.js';

/** Languages of the fan's pages and mails besides the one a text is written in first. */
export const otherLanguages: readonly string[] = fanLanguages.filter((language) => language !== 'en');

const names = new Intl.DisplayNames('en', { type: 'language' });
export const languageName = (language: string): string => names.of(language) ?? language;
