/** Ends with a number that a neighbour's id may count on from. */
const COUNTED = /^(.*?)([1-9]\d{0,8})$/;

/** Renders seats as in "4: A-1-1…A-1-3, B-2-7", where nothing is left out, so that equal words are equal seats. */
export function seatsInWords(seatIds: readonly string[]): string {
  const runs: { prefix: string | null; from: number; to: number; id: string }[] = [];
  const parts = [...new Set(seatIds)].map((id) => {
    const [, prefix = null, number = '0'] = COUNTED.exec(id) ?? [];
    return { id, prefix, number: Number(number) };
  });
  parts.sort((a, b) => compare(a.prefix ?? a.id, b.prefix ?? b.id) || a.number - b.number || compare(a.id, b.id));
  for (const { id, prefix, number } of parts) {
    const last = runs.at(-1);
    if (prefix !== null && last?.prefix === prefix && last.to + 1 === number) last.to = number;
    else runs.push({ prefix, from: number, to: number, id });
  }
  const told = runs.map(({ prefix, from, to, id }) => (from === to ? id : `${id}…${prefix}${to}`));
  return `${parts.length}: ${told.join(', ')}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
