/** Prefixes of public ids, which name the kind of thing. Ids sort by time: see platform/ids.ts. */
export type IdPrefix =
  | 'sale'
  | 'show'
  | 'tt'
  | 'pool'
  | 'hold'
  | 'ord'
  | 'tkt'
  | 'pay'
  | 'ref'
  | 'prt'
  | 'pmb'
  | 'key'
  | 'whe'
  | 'evt'
  | 'promo'
  | 'att'
  | 'mem'
  | 'ses'
  | 'acb'
  | 'map'
  | 'inv'
  | 'apr'
  | 'reh'
  | 'note'
  | 'reb'
  | 'msg';
export type Id<P extends IdPrefix> = `${P}_${string}`;

/** Matches an id of this kind; checked before an id from input becomes part of a key or a query. */
export const idPattern = (prefix: IdPrefix): RegExp => new RegExp(`^${prefix}_[0-9a-z]{26}$`);

export type SaleId = Id<'sale'>;
export type TicketTypeId = Id<'tt'>;
export type HoldId = Id<'hold'>;
export type OrderId = Id<'ord'>;
export type TicketId = Id<'tkt'>;
