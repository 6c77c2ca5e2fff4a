import { NaturalBatch } from './natural-batch.js';

const MAX_SIZE = 200;
/** Two statements in flight: a read waits at most for one that began before it. */
const WIDTH = 2;

/**
 * Makes one statement of the reads that arrive while another is in flight. Each begins after it was asked for, so a
 * caller sees its own writes.
 * @param readAll resolves to the rows of these ids by id; an id without rows is absent
 */
export function readsTogether<Found>(
  readAll: (ids: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (id: string) => Promise<Found | undefined> {
  const batch = new NaturalBatch<string, Found | undefined>({
    maxSize: MAX_SIZE,
    width: WIDTH,
    run: async (ids) => {
      const found = await readAll([...new Set(ids)]);
      return ids.map((id) => found.get(id));
    },
  });
  return async (id) => await batch.add(id);
}

/** Groups rows by a key, in their order. */
export function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
