import { type BasketLimits, mostOf } from '../../../src/contract/orders/most-tickets.js';
import type { SeatName } from '../../../src/contract/stock/seat-label.js';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import type { TicketTypeShape } from '../../../src/contract/sale/sale-shapes.js';
import type { HoldRequestItem } from '../net/api.js';

export interface ChosenSeat {
  id: string;
  ticketTypeId: string;
  label: string;
  /** The wheelchair place this companion seat belongs to. */
  companionOf?: string | undefined;
}

/** Wheelchair places with companion seats, allocated together. */
export interface Places {
  wheelchairs: number;
  companions: number;
}

/**
 * What the fan has selected before holding it: quantities (general, or best seats together) and seats chosen by hand.
 */
export interface Selection {
  counts: Record<string, number>;
  /** Preferred section for best seats; absent: any. */
  sections: Record<string, string>;
  /** By ticket type. */
  places: Record<string, Places>;
  seats: ChosenSeat[];
}

export const emptySelection: Selection = { counts: {}, sections: {}, places: {}, seats: [] };

export function chosenOf(selection: Selection, ticketTypeId: string): number {
  const { wheelchairs, companions } = selection.places[ticketTypeId] ?? { wheelchairs: 0, companions: 0 };
  return (
    (selection.counts[ticketTypeId] ?? 0) +
    wheelchairs +
    companions +
    selection.seats.filter((seat) => seat.ticketTypeId === ticketTypeId).length
  );
}

/** Returns the number of tickets chosen, of all types. */
export function allChosen({ counts, places, seats }: Selection): number {
  const inPlaces = Object.values(places).map(({ wheelchairs, companions }) => wheelchairs + companions);
  return [...Object.values(counts), ...inPlaces].reduce((sum, n) => sum + n, seats.length);
}

/** Returns how many more of this type may be chosen: the purchase limits, capped by what is left if known. */
export function roomFor(
  selection: Selection,
  type: Pick<TicketTypeShape, 'id' | 'maxPerFan'>,
  limits: BasketLimits,
  free?: number,
): number {
  const ofType = mostOf(type, limits) - chosenOf(selection, type.id);
  const ofOrder = (limits.maxPerOrder ?? Infinity) - allChosen(selection);
  return Math.max(0, Math.min(ofType, ofOrder, (free ?? Infinity) - chosenOf(selection, type.id)));
}

export function withCount(selection: Selection, ticketTypeId: string, count: number): Selection {
  return { ...selection, counts: { ...selection.counts, [ticketTypeId]: Math.max(0, count) } };
}

export function withSection(selection: Selection, ticketTypeId: string, section: string | null): Selection {
  const sections = { ...selection.sections };
  if (section === null) delete sections[ticketTypeId];
  else sections[ticketTypeId] = section;
  return { ...selection, sections };
}

/** Sets the wheelchair places; without one, companions are dropped. */
export function withPlaces(selection: Selection, ticketTypeId: string, { wheelchairs, companions }: Places): Selection {
  const places = { wheelchairs, companions: wheelchairs === 0 ? 0 : companions };
  return { ...selection, places: { ...selection.places, [ticketTypeId]: places } };
}

/** Removes a seat; removing a wheelchair place removes its companion seats. */
export function withoutSeat(selection: Selection, id: string): Selection {
  return { ...selection, seats: selection.seats.filter((one) => one.id !== id && one.companionOf !== id) };
}

/** Toggles a seat chosen by hand. A companion seat adds its wheelchair place, without which it is not sold. */
export function pickSeat(
  selection: Selection,
  seat: SeatShape,
  section: { key: string; label: string } | { section: string; label: string },
  known: Readonly<Record<string, { seats: SeatShape[] }>>,
  sale: { ticketTypes: Pick<TicketTypeShape, 'id' | 'maxPerFan'>[]; limits: BasketLimits },
  labelOf: (seat: SeatName) => string,
): Selection {
  const nameOf = ({ row, label, table = false }: SeatShape) =>
    labelOf({ section: section.label, row, seat: label, atTable: table });
  if (selection.seats.some(({ id }) => id === seat.id)) return withoutSeat(selection, seat.id);
  const place = Object.values(known)
    .flatMap(({ seats }) => seats)
    .find(({ id, state }) => id === seat.companionOf && state === 'free');
  const isNew = place && !selection.seats.some(({ id }) => id === place.id);
  const picked = (isNew ? [place, seat] : [seat]).reduce((chosen, one) => {
    const { id, ticketTypeId, companionOf } = one;
    const type = sale.ticketTypes.find((each) => each.id === ticketTypeId);
    return type ? toggleSeat(chosen, { id, ticketTypeId, label: nameOf(one), companionOf }, type, sale.limits) : chosen;
  }, selection);
  // a limit that has room for the place alone leaves both
  return picked.seats.some(({ id }) => id === seat.id) ? picked : selection;
}

/** Toggles a seat. Does nothing beyond the purchase limit. */
export function toggleSeat(
  selection: Selection,
  seat: ChosenSeat,
  type: Pick<TicketTypeShape, 'id' | 'maxPerFan'>,
  limits: BasketLimits,
): Selection {
  const chosen = selection.seats.some((one) => one.id === seat.id);
  if (chosen) return { ...selection, seats: selection.seats.filter((one) => one.id !== seat.id) };
  if (roomFor(selection, type, limits) === 0) return selection;
  return { ...selection, seats: [...selection.seats, seat] };
}

/** Removes seats that somebody else has taken. */
export function withoutTaken(selection: Selection, seats: Pick<SeatShape, 'id' | 'state'>[]): Selection {
  const taken = new Set(seats.filter((seat) => seat.state !== 'free').map((seat) => seat.id));
  const left = selection.seats.filter((seat) => !taken.has(seat.id));
  return left.length === selection.seats.length ? selection : { ...selection, seats: left };
}

export interface Sum {
  count: number;
  amount: number;
}

export function sumOf(selection: Selection, types: Pick<TicketTypeShape, 'id' | 'fullPrice'>[]): Sum {
  return types.reduce<Sum>(
    (sum, type) => {
      const count = chosenOf(selection, type.id);
      return { count: sum.count + count, amount: sum.amount + count * type.fullPrice.amount };
    },
    { count: 0, amount: 0 },
  );
}

/** Converts the selection into one all-or-nothing hold request. */
export function holdItems(selection: Selection, types: Pick<TicketTypeShape, 'id' | 'admission'>[]): HoldRequestItem[] {
  const items: HoldRequestItem[] = types.flatMap((type): HoldRequestItem[] => {
    const quantity = selection.counts[type.id] ?? 0;
    if (type.admission === 'general') return quantity === 0 ? [] : [{ ticketTypeId: type.id, quantity }];
    const section = selection.sections[type.id];
    const where = section ? { section } : {};
    const accessible = selection.places[type.id];
    return [
      ...(quantity > 0 ? [{ ticketTypeId: type.id, quantity, bestAvailable: where }] : []),
      ...(accessible && accessible.wheelchairs > 0
        ? [
            {
              ticketTypeId: type.id,
              quantity: accessible.wheelchairs + accessible.companions,
              bestAvailable: { ...where, accessible },
            },
          ]
        : []),
    ];
  });
  return selection.seats.length > 0 ? [...items, { seatIds: selection.seats.map((seat) => seat.id) }] : items;
}
