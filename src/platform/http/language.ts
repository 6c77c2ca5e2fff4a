import { type FanLanguage, fanLanguageOf } from '../../contract/languages.js';

/** Distinct headers are few; the bound is against made-up ones. */
const MAX_HEADERS = 1_000;
const pageLanguages = new Map<string, FanLanguage>();

/** Returns the language of everything a fan reads, by the `Accept-Language` header. */
export function languageOf(header: string | undefined): FanLanguage {
  if (header === undefined) return 'en';
  const known = pageLanguages.get(header);
  if (known) return known;
  if (pageLanguages.size >= MAX_HEADERS) pageLanguages.clear();
  const found = fanLanguageOf(header.slice(0, 200).split(','));
  pageLanguages.set(header, found);
  return found;
}
