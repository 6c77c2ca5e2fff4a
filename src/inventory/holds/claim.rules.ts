import { isChargeable, ruleOf } from '../../contract/money.js';
import { fullPriceOf } from '../../contract/pricing.js';
import { MAX_UNITS_PER_HOLD } from '../inventory.bounds.js';
import type { ClaimRefusal, HoldItem, HoldTerms } from '../inventory.types.js';
import type { LaidSeat, SeatLayout } from '../seats/seat-layout.js';

/** What a script is asked to find: units of one pool, by count, by name, or best available among some blocks. */
export interface Claim {
  t: string;
  p: string;
  /** The most that the fan may hold and own of this ticket type. */
  max: number;
  n: number;
  /** [block, offset] */
  seats?: [number, number][];
  blocks?: number[];
}

export type ClaimPlan = { kind: 'claims'; claims: Claim[] } | ClaimRefusal;

/**
 * Turns what a fan asks for into claims, or says what of it this sale does not have. One claim by count and one by name
 * for each pool at most; best available keeps the order of the request. Decides nothing about what is free.
 */
export function planClaims(
  items: readonly HoldItem[],
  terms: ReadonlyMap<string, HoldTerms>,
  layout: SeatLayout,
): ClaimPlan {
  const claims: Claim[] = [];
  const named = new Set<string>();
  for (const item of items) {
    const refusal =
      'seatIds' in item
        ? addNamed(claims, named, item.seatIds, terms, layout)
        : addCounted(claims, item, terms, layout);
    if (refusal) return refusal;
  }
  const units = claims.reduce((sum, claim) => sum + claim.n, 0);
  const [first] = claims;
  if (!first || units < 1) return { kind: 'sold_out' };
  if (units > MAX_UNITS_PER_HOLD) return { kind: 'limit_exceeded', ticketTypeId: first.t };
  return quantityRefusal(claims, terms) ?? { kind: 'claims', claims };
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

/** Refuses what the provider will not charge, so that nobody holds what can never be ordered. */
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
  terms: ReadonlyMap<string, HoldTerms>,
  layout: SeatLayout,
): ClaimRefusal | null {
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
    const present = claims.find((claim) => claim.p === seat.poolId && claim.seats);
    const claim = present ?? { t: seat.ticketTypeId, p: seat.poolId, max: term.maxPerFan, n: 0, seats: [] };
    if (!present) claims.push(claim);
    claim.seats?.push([seat.block, seat.offset]);
    claim.n += 1;
  }
  return null;
}

function addCounted(
  claims: Claim[],
  item: Extract<HoldItem, { ticketTypeId: string }>,
  terms: ReadonlyMap<string, HoldTerms>,
  layout: SeatLayout,
): ClaimRefusal | null {
  const { ticketTypeId, quantity } = item;
  const term = terms.get(ticketTypeId);
  if (!term) return { kind: 'ticket_type_unknown', ticketTypeId };
  if (!Number.isInteger(quantity) || quantity < 1) return { kind: 'sold_out' };
  const claim: Claim = { t: ticketTypeId, p: term.poolId, max: term.maxPerFan, n: quantity };
  if (term.admission === 'general') {
    const present = claims.find((other) => other.p === claim.p);
    if (present) present.n += quantity;
    else claims.push(claim);
    return null;
  }
  const section = item.bestAvailable?.section;
  const blocks = layout.blocksOf(term.poolId, section).map((block) => block.index);
  if (blocks.length === 0)
    return section === undefined ? { kind: 'sold_out' } : { kind: 'seat_unknown', seatId: section };
  claims.push({ ...claim, blocks });
  return null;
}
