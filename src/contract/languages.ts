/** Languages of the fan's pages, the default first; src/words holds their texts. */
export const fanLanguages = ['en', 'de', 'ar', 'fr', 'es', 'it', 'ja', 'nl', 'pl', 'pt'] as const;
export type FanLanguage = (typeof fanLanguages)[number];

/** Returns the first language of a list of wishes (`de-AT`, `fr`) that the pages speak, otherwise English. */
export function fanLanguageOf(wishes: readonly string[]): FanLanguage {
  for (const wish of wishes) {
    const code = wish.trim().slice(0, 2).toLowerCase();
    const found = fanLanguages.find((language) => language === code);
    if (found) return found;
  }
  return 'en';
}
