/** Kinds of actors in a public report, which names no person; src/words has them in every language. */
export const actorPhrases = {
  owner: 'An owner',
  manager: 'A manager',
  operator: 'An operator',
  finance: 'Finance',
  viewer: 'A viewer',
  scanner: 'A scanner',
  member: 'A former member',
  key: 'A program with a key',
} as const satisfies Record<string, string>;

export type ReportActor = keyof typeof actorPhrases;

/** Returns who did something, by role; unknown kinds are shown as they are. */
export function roleWords(who: string): string {
  if (who === 'system') return 'Ropeline';
  return Object.hasOwn(actorPhrases, who) ? actorPhrases[who as ReportActor] : who;
}
