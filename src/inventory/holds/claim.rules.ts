import { isChargeable, ruleOf } from '../../contract/money/money.js';
import { fullPriceOf } from '../../contract/money/pricing.js';
import { MAX_UNITS_PER_HOLD } from '../inventory.bounds.js';
import type { StockBook } from '../channels/stock-book.rules.js';
import { ACCESSIBLE, PUBLIC } from '../../contract/sale/channels.js';
import { isSetAside } from '../stock/stock-plan.rules.js';
import type { AccessibleWish, ClaimRefusal, HoldItem, HoldTerms, Relaxed } from './hold.types.js';
import type { LaidSeat, SeatLayout } from '../seats/seat-layout.js';

/** What a script must find: units of one ticket type, by count, by name, or best available within some blocks. */
export interface Claim {
  t: string;
  /** Maximum units of this ticket type that the fan may hold and own. */
  max: number;
  n: number;
  /** [letter, pool id] of the pools to take from, in order of preference. */
  ps: [string, string][];
  /** [block, offset]: seats chosen by name or, with `blocks`, the proposal for best available. */
  seats?: [number, number][];
  blocks?: number[];
  /** Wheelchair places and companion seats that the proposal must contain; the script cannot search for these. */
  accessible?: AccessibleWish;
  /** The preference that the proposal dropped. */
  relaxed?: Relaxed;
}

/** Context for planning claims: sellable ticket types and their terms, seat layout, and channels. */
export interface ClaimTerms {
  terms: ReadonlyMap<string, HoldTerms>;
  layout: SeatLayout;
  book: StockBook;
  channels: readonly string[];
  /** Maximum units of all types together; null: no such limit. */
  most: number | null;
}

export type ClaimPlan = { kind: 'claims'; claims: Claim[] } | ClaimRefusal;

/**
 * Converts a request into claims, or reports items that this sale does not have. Yields at most one claim by count and
 * one by name per ticket type; best-available claims keep the order of the request. Does not check what is free.
 */
export function planClaims(items: readonly HoldItem[], known: ClaimTerms): ClaimPlan {
  const claims: Claim[] = [];
  const named = new Set<string>();
  for (const item of items) {
    const refusal = 'seatIds' in item ? addNamed(claims, named, item.seatIds, known) : addCounted(claims, item, known);
    if (refusal) return refusal;
  }
  const alone = companionAlone(named, known);
  if (alone) return { kind: 'companion_only', seatId: alone };
  const units = claims.reduce((sum, claim) => sum + claim.n, 0);
  if (units < 1) return { kind: 'sold_out' };
  const most = Math.min(MAX_UNITS_PER_HOLD, known.most ?? MAX_UNITS_PER_HOLD);
  if (units > most) return { kind: 'order_limit_exceeded', most };
  return quantityRefusal(claims, known.terms) ?? { kind: 'claims', claims };
}

function quantityRefusal(claims: readonly Claim[], terms: ReadonlyMap<string, HoldTerms>): ClaimRefusal | null {
  for (const { t } of claims) {
    const { name = '', min = 1, multiple = 1 } = terms.get(t) ?? {};
    if (min === 1 && multiple === 1) continue;
    const asked = claims.reduce((sum, claim) => sum + (claim.t === t ? claim.n : 0), 0);
    if (asked < min || asked % multiple !== 0) return { kind: 'quantity_not_offered', name, min, multiple };
  }
  return null;
}

/** Rejects totals that the payment provider would not charge, so that nobody holds what cannot be ordered. */
export function chargeRefusal(
  claims: readonly Claim[],
  terms: ReadonlyMap<string, HoldTerms>,
  currency: string,
): ClaimRefusal | null {
  const amount = claims.reduce((sum, { t, n }) => {
    const term = terms.get(t);
    return sum + (term ? n * fullPriceOf(term, currency) : 0);
  }, 0);
  if (isChargeable({ amount, currency })) return null;
  const { minimum, maximum } = ruleOf(currency);
  return { kind: 'not_chargeable', minimum, maximum, currency };
}

function addNamed(
  claims: Claim[],
  named: Set<string>,
  seatIds: readonly string[],
  known: ClaimTerms,
): ClaimRefusal | null {
  const { terms, layout } = known;
  const seats: LaidSeat[] = [];
  for (const seatId of seatIds) {
    const seat = layout.seat(seatId);
    if (!seat) return { kind: 'seat_unknown', seatId };
    if (named.has(seatId)) return { kind: 'seats_taken', seatIds: [seatId] };
    named.add(seatId);
    seats.push(seat);
  }
  for (const seat of seats) {
    const term = terms.get(seat.ticketTypeId);
    if (!term) return { kind: 'ticket_type_unknown', ticketTypeId: seat.ticketTypeId };
    const present = claims.find((claim) => claim.t === seat.ticketTypeId && claim.seats);
    const claim = present ?? { ...claimOf(seat.ticketTypeId, term, 0, known), seats: [] };
    if (isSetAside(seat)) addPools(claim, setAsidePools(seat.ticketTypeId, known));
    if (!present) claims.push(claim);
    claim.seats?.push([seat.block, seat.offset]);
    claim.n += 1;
  }
  return null;
}

function addCounted(
  claims: Claim[],
  item: Extract<HoldItem, { ticketTypeId: string }>,
  known: ClaimTerms,
): ClaimRefusal | null {
  const { terms, layout } = known;
  const { ticketTypeId, quantity } = item;
  const term = terms.get(ticketTypeId);
  if (!term) return { kind: 'ticket_type_unknown', ticketTypeId };
  if (!Number.isInteger(quantity) || quantity < 1) return { kind: 'sold_out' };
  const claim = claimOf(ticketTypeId, term, quantity, known);
  if (claim.ps.length === 0 && !item.bestAvailable?.accessible) return { kind: 'sold_out' };
  if (term.admission === 'general') {
    const present = claims.find((other) => other.t === claim.t && !other.seats && !other.blocks);
    if (present) present.n += quantity;
    else claims.push(claim);
    return null;
  }
  const { section, zone, accessible } = item.bestAvailable ?? {};
  const blocks = layout.blocksOf(ticketTypeId, section, zone).map((block) => block.index);
  const where = section ?? zone;
  if (blocks.length === 0) return where === undefined ? { kind: 'sold_out' } : { kind: 'seat_unknown', seatId: where };
  if (!accessible) claims.push({ ...claim, blocks });
  else claims.push(withOthers({ ...claim, blocks, accessible, ps: setAsidePools(ticketTypeId, known) }, claim.ps));
  return null;
}

/** Returns a set-aside companion seat that was requested without its wheelchair place. */
function companionAlone(named: ReadonlySet<string>, { layout, book }: ClaimTerms): string | null {
  for (const id of named) {
    const seat = layout.seat(id);
    if (!seat?.companionOf || named.has(seat.companionOf)) continue;
    const channel = book.pools.find(({ poolId }) => poolId === seat.poolId)?.channel;
    if (channel !== PUBLIC) return id;
  }
  return null;
}

/** Returns the pools of set-aside places; open to fans, but not to a partner limited to one channel. */
function setAsidePools(ticketTypeId: string, { book, channels }: ClaimTerms): Claim['ps'] {
  const asked = channels.includes(PUBLIC) ? [ACCESSIBLE] : channels;
  return book.poolsOf(ticketTypeId, asked).map(({ letter, poolId }) => [letter, poolId]);
}

function addPools(claim: Claim, pools: Claim['ps']): void {
  for (const pool of pools) if (!claim.ps.some(([letter]) => letter === pool[0])) claim.ps.push(pool);
}

/** Adds the pools of ordinary seats: places that were released are there, and seats of companions beyond those set aside. */
function withOthers(claim: Claim, pools: Claim['ps']): Claim {
  addPools(claim, pools);
  return claim;
}

function claimOf(ticketTypeId: string, term: HoldTerms, n: number, { book, channels }: ClaimTerms): Claim {
  const ps = book.poolsOf(ticketTypeId, channels).map(({ letter, poolId }): [string, string] => [letter, poolId]);
  return { t: ticketTypeId, max: term.maxPerFan, n, ps };
}
