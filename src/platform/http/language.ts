/** Languages of everything that the server writes itself: papers, mails, pages without JavaScript. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The first language of an `Accept-Language` header that there are words in; English otherwise. */
export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '').slice(0, 200).split(',');
  for (const wish of wishes) {
    const found = languages.find((language) => wish.trim().toLowerCase().startsWith(language));
    if (found) return found;
  }
  return 'en';
}
