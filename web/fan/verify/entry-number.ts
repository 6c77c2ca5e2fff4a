/** A place's number as pages print it in any of their languages: `1234`, `1,234`, `1.234`, `1 234`, `1’234`. */
const NUMBER = /^(\d{1,15}|\d{1,3}(?:[.,’'\s]\d{3}){1,4})$/;

/** Parses an entry number that was typed or copied from a page; null for anything else, zero included. */
export function entryNumberOf(typed: string): number | null {
  const text = typed.normalize('NFKC').trim();
  if (!NUMBER.test(text)) return null;
  const number = Number(text.replace(/\D/g, ''));
  return number >= 1 ? number : null;
}
