import type { HoldItem } from '../../inventory/holds/hold.types.js';
import type { SaleView, TicketTypeView } from '../../sales/sales.types.js';
import type { ShopForm } from './plain-shop-input.types.js';

const ID = /^[A-Za-z0-9_.-]{1,64}$/;
/** More than any sale lets one fan have. */
const MOST = 50;

/** Returns 0 and every quantity that one hold may take. @param most see `mostOf` */
export function quantitiesOf({ min, multiple }: Pick<TicketTypeView, 'min' | 'multiple'>, most: number): number[] {
  const all = Array.from({ length: most }, (_, index) => index + 1);
  return [0, ...all.filter((n) => n >= min && n % multiple === 0)];
}

/** What a refused form had chosen: parallel lists. */
export type Chosen = Partial<Pick<ShopForm, 'type' | 'quantity' | 'section' | 'wheelchairs' | 'companions'>>;
export type ChosenOfType = Record<'quantity' | 'section' | 'wheelchairs' | 'companions', string>;

export function chosenOf(typeId: string, { type = [], ...lists }: Chosen): ChosenOfType {
  const index = type.indexOf(typeId);
  const of = (list: string[] = []): string => list[index] ?? '';
  const { quantity, section, wheelchairs, companions } = lists;
  return { quantity: of(quantity), section: of(section), wheelchairs: of(wheelchairs), companions: of(companions) };
}

/** Parses the items of a form, skipping quantities of 0; null if the form is not ours. */
export function itemsOf(
  view: Pick<SaleView, 'ticketTypes'>,
  { type = [], quantity = [], section = [], wheelchairs = [], companions = [] }: Partial<ShopForm>,
): HoldItem[] | null {
  const lists = [quantity, section, wheelchairs, companions];
  if (type.length !== quantity.length || lists.some(({ length }) => length > 0 && length !== type.length)) return null;
  const items: HoldItem[] = [];
  for (const [index, ticketTypeId] of type.entries()) {
    const count = countOf(quantity[index]);
    const chairs = countOf(wheelchairs[index]);
    const beside = countOf(companions[index]);
    const where = section[index] || undefined;
    const admission = view.ticketTypes.find(({ id }) => id === ticketTypeId)?.admission;
    const isFine = count !== null && chairs !== null && beside !== null && (where === undefined || ID.test(where));
    if (!isFine || admission === undefined) return null;
    if (admission === 'general') {
      if (count > 0) items.push({ ticketTypeId, quantity: count });
      continue;
    }
    if (count > 0) items.push({ ticketTypeId, quantity: count, bestAvailable: { section: where } });
    // companions are seated only beside a wheelchair place
    if (chairs > 0) {
      const accessible = { wheelchairs: chairs, companions: beside };
      items.push({ ticketTypeId, quantity: chairs + beside, bestAvailable: { section: where, accessible } });
    }
  }
  return items;
}

function countOf(text: string | undefined): number | null {
  const count = Number(text ?? 0);
  return Number.isInteger(count) && count >= 0 && count <= MOST ? count : null;
}
