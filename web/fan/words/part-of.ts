/** A translation that may lag behind: what it lacks is said in English until somebody has translated it. */
export type PartOf<T> = {
  [K in keyof T]?: T[K] extends readonly unknown[] | ((...args: never[]) => unknown) | string
    ? T[K]
    : T[K] extends object
      ? PartOf<T[K]>
      : T[K];
};

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every word of `whole`, from `part` where that has it. */
export function withEnglish<T extends object>(part: PartOf<T>, whole: T): T {
  const entries = Object.entries(whole).map(([name, english]): [string, unknown] => {
    const own = (part as Record<string, unknown>)[name];
    return [name, isGroup(english) && isGroup(own) ? withEnglish(own, english) : (own ?? english)];
  });
  return Object.fromEntries(entries) as T;
}
