import { decimalOf, parseMoney } from '../../../../src/contract/money/money.js';
import type { StaffTicketTypeShape } from '../../../../src/contract/staff/staff-shapes.js';
import { MOST, wholeOf } from '../setup/sale-draft.js';

/** Price and limits of a published ticket type, as typed. */
export interface TermsDraft {
  price: string;
  maxPerFan: string;
  min: string;
  multiple: string;
}
const limits = ['maxPerFan', 'min', 'multiple'] as const;

export function termsDraft(type: StaffTicketTypeShape, currency: string): TermsDraft {
  return {
    price: decimalOf({ amount: type.price, currency }),
    maxPerFan: String(type.maxPerFan),
    min: String(type.min),
    multiple: String(type.multiple),
  };
}

/** Returns the body of the PATCH with the changed fields, or the errors. */
export function termsChange(
  type: StaffTicketTypeShape,
  draft: TermsDraft,
  currency: string,
): { change: Record<string, number> } | { errors: Map<string, string> } {
  const errors = new Map<string, string>();
  const change: Record<string, number> = {};
  const price = parseMoney(draft.price, currency);
  if (price === null) errors.set('price', 'A price, such as 45.00; 0 is free.');
  else if (price !== type.price) change['price'] = price;
  for (const field of limits) {
    const typed = wholeOf(draft[field], MOST.perFan);
    if (typed === null) errors.set(field, `A whole number from 1 to ${MOST.perFan}.`);
    else if (typed !== type[field]) change[field] = typed;
  }
  return errors.size > 0 ? { errors } : { change };
}
