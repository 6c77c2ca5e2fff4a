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
