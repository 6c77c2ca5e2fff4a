import type { SaleChangeKind, SaleChangeShape } from './sale-change-shapes.js';

/** What decides when and where the holder of a ticket has to be. */
const ofTheShow: ReadonlySet<SaleChangeKind> = new Set(['showName', 'venue', 'startsAt', 'timeZone']);

/** Returns what the promoter has changed about the show since an order was placed, as when it was postponed. */
export const showChangesSince = (changes: readonly SaleChangeShape[], placedAt: string): SaleChangeShape[] =>
  changes.filter(({ what, at }) => ofTheShow.has(what) && at > placedAt);
