/** Kinds of actors in a public report, which names no person. [English, German] */
const words: Record<string, readonly [en: string, de: string]> = {
  owner: ['An owner', 'Inhaber'],
  manager: ['A manager', 'Leitung'],
  operator: ['An operator', 'Betrieb'],
  finance: ['Finance', 'Finanzen'],
  viewer: ['A viewer', 'Lesezugang'],
  scanner: ['A scanner', 'Einlass'],
  member: ['A former member', 'Ehemaliges Mitglied'],
  key: ['A program with a key', 'Programm mit Schlüssel'],
  system: ['Ropeline', 'Ropeline'],
};

/** Returns who did something, by role; unknown kinds are shown as they are. */
export function roleWords(who: string, language: 'en' | 'de' = 'en'): string {
  const known = Object.hasOwn(words, who) ? words[who] : undefined;
  return known?.[language === 'en' ? 0 : 1] ?? who;
}
