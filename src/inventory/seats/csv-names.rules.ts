const KEY = /^[A-Za-z0-9]{1,16}$/;
const LONGEST = 16;

/**
 * Returns a key for every name of a file, in its order: the name itself where it is one, else its letters and digits,
 * as in `Block12` for "Block 12", numbered where they are taken.
 */
export function keysOf(names: Iterable<string>): Map<string, string> {
  const all = [...new Set(names)];
  const taken = new Set(all.filter((name) => KEY.test(name)));
  return new Map(
    all.map((name) => {
      if (KEY.test(name)) return [name, name];
      const letters =
        name
          .normalize('NFKD')
          .replaceAll(/[^A-Za-z0-9]/g, '')
          .slice(0, LONGEST) || 'S';
      let key = letters;
      for (let n = 2; taken.has(key) && n <= all.length + 1; n += 1)
        key = `${letters.slice(0, LONGEST - String(n).length)}${n}`;
      taken.add(key);
      return [name, key];
    }),
  );
}

/** Names that are not all their own keys have to be kept beside them. */
export const areKeys = (keys: ReadonlyMap<string, string>): boolean => [...keys].every(([name, key]) => name === key);
