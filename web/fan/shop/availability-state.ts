import type { AvailabilityShape, SectionShape } from '../../../src/contract/stock/availability-shapes.js';
import type { StockState } from '../../../src/contract/sale/sale-shapes.js';
import { placesLeft } from '../../../src/contract/stock/places-left.js';
import type { AvailabilityDelta } from '../../../src/contract/live/socket-events.js';

/** Availability known to the shop: totals for the house, and seats of the sections that were opened. */
export interface Stock {
  house: AvailabilityShape | null;
  sections: Record<string, SectionShape>;
}

export const emptyStock: Stock = { house: null, sections: {} };

/**
 * Result of a delta from the live stream: applied, older than the current state, or gapped (everything is read again).
 */
export type DeltaResult = { kind: 'applied'; stock: Stock } | { kind: 'old' } | { kind: 'gap' };

type TicketStock = AvailabilityShape['ticketTypes'][number];

/** Sections absent from a delta are unchanged. */
function mergeType(before: TicketStock | undefined, change: TicketStock): TicketStock {
  if (!before?.sections || !change.sections) return { ...before, ...change };
  const changed = change.sections;
  // a delta does not tell of wheelchair places
  const kept = before.sections.map((section) => ({ ...section, ...changed.find((one) => one.key === section.key) }));
  return { ...before, ...change, sections: kept };
}

export function applyDelta(stock: Stock, delta: AvailabilityDelta): DeltaResult {
  const { house } = stock;
  if (!house || delta.version > house.version + 1) return { kind: 'gap' };
  if (delta.version <= house.version) return { kind: 'old' };
  const ticketTypes = house.ticketTypes.map((type) => {
    const change = delta.ticketTypes.find((one) => one.ticketTypeId === type.ticketTypeId);
    return change ? mergeType(type, change) : type;
  });
  const states = new Map(delta.seats.map((seat) => [seat.id, seat.state]));
  const touched = new Set(delta.seats.map(({ section }) => section).filter((key) => stock.sections[key]));
  // unchanged sections keep their identity, so that they are not repainted
  const sections = touched.size === 0 ? stock.sections : { ...stock.sections };
  for (const key of touched) {
    const section = sections[key];
    if (!section) continue;
    const seats = section.seats.map((seat) => {
      const state = states.get(seat.id);
      return state === undefined || state === seat.state ? seat : { ...seat, state };
    });
    sections[key] = { ...section, version: delta.version, seats };
  }
  return { kind: 'applied', stock: { house: { version: delta.version, ticketTypes }, sections } };
}

/** Returns what is left per section: the highest level among its ticket types. */
export function levelsOf(house: AvailabilityShape | null): Map<string, StockState> {
  const levels = new Map<string, StockState>();
  const order: StockState[] = ['gone', 'low', 'plenty'];
  for (const { sections = [] } of house?.ticketTypes ?? [])
    for (const { key, state } of sections)
      if (order.indexOf(state) >= order.indexOf(levels.get(key) ?? 'gone')) levels.set(key, state);
  return levels;
}

/** Returns the sections of one ticket type; empty for general admission. */
export function sectionsOf(stock: Stock, ticketTypeId: string): NonNullable<TicketStock['sections']> {
  return stock.house?.ticketTypes.find((type) => type.ticketTypeId === ticketTypeId)?.sections ?? [];
}

export function stockOf(stock: Stock, ticketTypeId: string): TicketStock | undefined {
  return stock.house?.ticketTypes.find((type) => type.ticketTypeId === ticketTypeId);
}

/**
 * Returns what is left of the wheelchair places per section that has some, of one ticket type or of all. Seats that are known one by one are newer
 * than the levels, which deltas leave out.
 */
export function placesOf({ house, sections }: Stock, typeId?: string): Map<string, StockState> {
  const isMeant = (type: { ticketTypeId: string }) => typeId === undefined || type.ticketTypeId === typeId;
  const all = (house?.ticketTypes ?? []).filter(isMeant).flatMap((type) => type.sections ?? []);
  return new Map(
    [...new Set(all.map(({ key }) => key))].flatMap((key): [string, StockState][] => {
      const level = placesLeft(all.filter((section) => section.key === key));
      if (level === undefined) return [];
      const free = sections[key]?.seats.some((seat) => isMeant(seat) && seat.accessible && seat.state === 'free');
      return [[key, free === undefined ? level : free ? (level === 'gone' ? 'low' : level) : 'gone']];
    }),
  );
}
