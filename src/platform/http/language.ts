import { type FanLanguage, fanLanguageOf } from '../../contract/languages.js';

/** Languages of everything the server itself writes: documents, mails, pages without JavaScript. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Returns the first supported language of an `Accept-Language` header, otherwise English. */
export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '').slice(0, 200).split(',');
  for (const wish of wishes) {
    const found = languages.find((language) => wish.trim().toLowerCase().startsWith(language));
    if (found) return found;
  }
  return 'en';
}

/** Distinct headers are few; the bound is against made-up ones. */
const MAX_HEADERS = 1_000;
const pageLanguages = new Map<string, FanLanguage>();

/** Returns the language of a fan's page by its `Accept-Language` header. */
export function pageLanguageOf(header: string | undefined): FanLanguage {
  if (header === undefined) return 'en';
  const known = pageLanguages.get(header);
  if (known) return known;
  if (pageLanguages.size >= MAX_HEADERS) pageLanguages.clear();
  const found = fanLanguageOf(header.slice(0, 200).split(','));
  pageLanguages.set(header, found);
  return found;
}
