import { type FeeTerms, priceBasket, type TaxTerms } from '../../contract/money/pricing.js';
import type { HeldUnit, Hold, HoldTerms, Relaxed, StoredHoldState } from './hold.types.js';
import { type SeatName, seatLabel } from '../../contract/stock/seat-label.js';
import type { LaidSeat, Place, SeatLayout } from '../seats/seat-layout.js';

/** Units of a hold or order as stored by the scripts: a count, or one seat. */
export interface StoredLine {
  t: string;
  p: string;
  n: number;
  b?: number;
  o?: number;
}

interface StoredType {
  name: string;
  priceMinor: number;
  fee?: FeeTerms;
  tax?: TaxTerms;
}

/** Names and prices at the time of the hold, stored with it so that the price charged is the price shown. */
export interface StoredTerms {
  currency: string;
  types: Record<string, StoredType>;
}

export function storedTerms(
  terms: ReadonlyMap<string, HoldTerms>,
  ticketTypeIds: Iterable<string>,
  currency: string,
): StoredTerms {
  const types: StoredTerms['types'] = {};
  for (const id of ticketTypeIds) {
    const term = terms.get(id);
    if (term) types[id] = storedType(term);
  }
  return { currency, types };
}

const storedType = ({ name, priceMinor, fee, tax }: HoldTerms): StoredType => ({
  ...{ name, priceMinor },
  ...(fee && { fee }),
  ...(tax && { tax }),
});

export interface StoredHold {
  holdId: string;
  saleId: string;
  /** Sale time of the read, in ms. */
  saleNow: number;
  fields: ReadonlyMap<string, string>;
}

/** Terms of an ended hold, which are no longer stored. */
const NO_TERMS = '{"currency":"","types":{}}';

/** Converts a stored hold. Past its deadline it reads as expired, whether or not a sweep has ended it. */
export function readHold(
  { holdId, saleId, saleNow, fields }: StoredHold,
  layout: SeatLayout,
  baskets: Baskets | null = null,
): Hold {
  const { items, lines, totalMinor, currency } = basketOf(fields, layout, baskets);
  const deadline = Number(fields.get('deadline'));
  const state = stateOf(fields.get('state') as StoredHoldState, deadline <= saleNow);
  const mayGrow = Number(fields.get('limit')) > deadline;
  return {
    id: holdId,
    saleId,
    fanKey: fields.get('fan') ?? '',
    admissionId: fields.get('admission') ?? '',
    state,
    orderId: fields.get('order') ?? null,
    ...{ items, lines, totalMinor },
    currency,
    expiresAtSaleMs: deadline,
    readAtSaleMs: saleNow,
    extendable: state === 'active' && fields.get('extended') === '0' && mayGrow,
    relaxed: relaxedOf(fields.get('relaxed')),
    revision: Number(fields.get('revision') ?? 0),
  };
}

type Basket = Pick<Hold, 'items' | 'lines' | 'totalMinor' | 'currency'>;
/** Baskets by their stored terms and lines: most fans of a crowd hold the same. */
export type Baskets = Map<string, Basket>;
const MAX_BASKETS = 100;

function basketOf(fields: StoredHold['fields'], layout: SeatLayout, baskets: Baskets | null): Basket {
  const [stored, storedLines] = [fields.get('terms') ?? NO_TERMS, fields.get('lines') ?? '[]'];
  const key = stored + storedLines;
  const known = baskets?.get(key);
  if (known) return known;
  const terms = JSON.parse(stored) as StoredTerms;
  const parsed = JSON.parse(storedLines) as StoredLine[];
  const items = parsed.flatMap((line) => unitsOf(line, terms, layout));
  const { lines, totalMinor } = priceBasket(items, terms.currency);
  const basket = { items, lines, totalMinor, currency: terms.currency };
  // seats are nobody else's
  if (baskets && parsed.every(({ b }) => b === undefined) && baskets.size < MAX_BASKETS) baskets.set(key, basket);
  return basket;
}

/** Returns the places of a stored hold's seats. */
export const placesOf = (fields: ReadonlyMap<string, string>): Place[] =>
  (JSON.parse(fields.get('lines') ?? '[]') as StoredLine[]).flatMap(({ b, o }) =>
    b === undefined || o === undefined ? [] : [[b, o] as const],
  );

const relaxedOf = (stored: string | undefined): Relaxed | null =>
  stored === 'orphan' || stored === 'split' ? stored : null;

function stateOf(stored: StoredHoldState, over: boolean): StoredHoldState {
  return stored === 'active' && over ? 'expired' : stored;
}

function unitsOf(line: StoredLine, terms: StoredTerms, layout: SeatLayout): HeldUnit[] {
  const term: StoredType = terms.types[line.t] ?? { name: '', priceMinor: 0 };
  const { priceMinor, fee = null, tax = null } = term;
  const common = { poolId: line.p, ticketTypeId: line.t, priceMinor, fee, tax };
  if (line.b === undefined || line.o === undefined) {
    return Array.from({ length: line.n }, () => ({ ...common, seatId: null, label: term.name }));
  }
  const seat = layout.seatAt(line.b, line.o);
  if (!seat) throw new Error(`block ${line.b} has no seat at ${line.o}`);
  return [{ ...common, seatId: seat.id, label: seatLabel(labelled(seat)) }];
}

const labelled = ({ sectionLabel, row, label, atTable }: LaidSeat): SeatName => ({
  ...{ section: sectionLabel, row, seat: label, atTable },
});
