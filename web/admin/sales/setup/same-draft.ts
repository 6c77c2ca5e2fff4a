import { bodyOf } from './draft-body.js';
import { draftOf, type SaleBody } from './open-draft.js';
import type { SaleDraft } from './sale-draft.js';

/** Whether both drafts would be saved as the same; drafts that cannot be saved are never. */
export function isSameDraft(one: SaleDraft, other: SaleDraft): boolean {
  // the seats of a map are known only once the maps were read
  const [a, b] = [bodyOf(one), bodyOf({ ...other, mapSeats: one.mapSeats })];
  return 'body' in a && 'body' in b && textOf(a.body) === textOf(b.body);
}

/** Whether a body as it was sent and one as it is stored are the same, whatever each leaves out as usual. */
export const isSameBody = (sent: SaleBody, stored: SaleBody): boolean =>
  isSameDraft(draftOf(sent, 0), draftOf(stored, 0));

/** JSON whose keys are in order. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
