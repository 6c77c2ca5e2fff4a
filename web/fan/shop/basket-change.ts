import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { Stock } from './availability-state.js';

type Items = Pick<HoldShape, 'items'>;

const seatsOf = ({ items }: Items): ReadonlySet<string> => new Set(items.flatMap(({ seatId }) => seatId ?? []));
const countOf = ({ items }: Items, ticketTypeId: string): number =>
  items.filter((item) => item.ticketTypeId === ticketTypeId).length;

/** Returns the stock as the holder sees it while changing: their own tickets count as available. */
export function withOwn(stock: Stock, hold: Items): Stock {
  const own = seatsOf(hold);
  const sections = Object.entries(stock.sections).map(([key, section]): [string, typeof section] => {
    if (!section.seats.some(({ id }) => own.has(id))) return [key, section];
    const seats = section.seats.map((seat) => (own.has(seat.id) ? { ...seat, state: 'free' as const } : seat));
    return [key, { ...section, seats }];
  });
  const ticketTypes = stock.house?.ticketTypes.map((type) => {
    const mine = countOf(hold, type.ticketTypeId);
    if (mine === 0) return type;
    const state = type.state === 'gone' ? ('low' as const) : type.state;
    return { ...type, state, ...(type.free === undefined ? {} : { free: type.free + mine }) };
  });
  return {
    house: stock.house && ticketTypes ? { ...stock.house, ticketTypes } : stock.house,
    sections: Object.fromEntries(sections),
  };
}
