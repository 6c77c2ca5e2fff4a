import { type FanLanguage, fanLanguageOf } from '../../contract/languages.js';
import { BoundedMap } from '../cache/bounded-map.js';

/** Distinct headers are few; the bound is against made-up ones. */
const MAX_HEADERS = 1_000;
const pageLanguages = new BoundedMap<string, FanLanguage>(MAX_HEADERS);

/** Returns the language of everything a fan reads, by the `Accept-Language` header. */
export function languageOf(header: string | undefined): FanLanguage {
  if (header === undefined) return 'en';
  return pageLanguages.getOrMake(header, () => fanLanguageOf(header.slice(0, 200).split(',')));
}
