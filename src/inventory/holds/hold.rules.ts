import type { HeldUnit, Hold, HoldTerms, Relaxed, StoredHoldState } from '../inventory.types.js';
import { type SeatLayout, seatLabel } from '../seats/seat-layout.js';

/** Units of a hold or order as the scripts keep them: by count, or one seat. */
export interface StoredLine {
  t: string;
  p: string;
  n: number;
  b?: number;
  o?: number;
}

/** Names and prices of the moment of the hold, kept with it: the price charged is the price shown. */
export interface StoredTerms {
  currency: string;
  types: Record<string, { name: string; priceMinor: number }>;
}

export function storedTerms(
  terms: ReadonlyMap<string, HoldTerms>,
  ticketTypeIds: Iterable<string>,
  currency: string,
): StoredTerms {
  const types: StoredTerms['types'] = {};
  for (const id of ticketTypeIds) {
    const term = terms.get(id);
    if (term) types[id] = { name: term.name, priceMinor: term.priceMinor };
  }
  return { currency, types };
}

export interface StoredHold {
  holdId: string;
  saleId: string;
  /** ms of sale time at which it was read. */
  saleNow: number;
  fields: ReadonlyMap<string, string>;
}

/** What an ended hold has left of its terms. */
const NO_TERMS = '{"currency":"","types":{}}';

/** A hold as other rooms know it. Past its deadline it is expired, whether or not a sweep has ended it. */
export function readHold({ holdId, saleId, saleNow, fields }: StoredHold, layout: SeatLayout): Hold {
  const terms = JSON.parse(fields.get('terms') ?? NO_TERMS) as StoredTerms;
  const items = (JSON.parse(fields.get('lines') ?? '[]') as StoredLine[]).flatMap((line) =>
    unitsOf(line, terms, layout),
  );
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
    items,
    totalMinor: items.reduce((sum, item) => sum + item.priceMinor, 0),
    currency: terms.currency,
    expiresAtSaleMs: deadline,
    readAtSaleMs: saleNow,
    extendable: state === 'active' && fields.get('extended') === '0' && mayGrow,
    relaxed: relaxedOf(fields.get('relaxed')),
    revision: Number(fields.get('revision') ?? 0),
  };
}

const relaxedOf = (stored: string | undefined): Relaxed | null =>
  stored === 'orphan' || stored === 'split' ? stored : null;

function stateOf(stored: StoredHoldState, over: boolean): StoredHoldState {
  return stored === 'active' && over ? 'expired' : stored;
}

function unitsOf(line: StoredLine, terms: StoredTerms, layout: SeatLayout): HeldUnit[] {
  const term = terms.types[line.t] ?? { name: '', priceMinor: 0 };
  const common = { poolId: line.p, ticketTypeId: line.t, priceMinor: term.priceMinor };
  if (line.b === undefined || line.o === undefined) {
    return Array.from({ length: line.n }, () => ({ ...common, seatId: null, label: term.name }));
  }
  const seat = layout.seatAt(line.b, line.o);
  if (!seat) throw new Error(`block ${line.b} has no seat at ${line.o}`);
  return [{ ...common, seatId: seat.id, label: seatLabel(seat) }];
}
