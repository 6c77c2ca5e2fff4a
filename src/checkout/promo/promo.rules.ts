import type { Discount } from '../../contract/money/pricing.js';

/** Quota digest that counts the total uses of a promo code. */
export const ALL_FANS = '';

/** A promo code that is currently usable. */
export interface PromoTerms {
  kind: 'promo';
  id: string;
  maxUses: number;
  perFan: number;
  discount: Discount;
}

/** Normalizes typed input: case, surrounding blanks and compatibility characters. */
export const normalCode = (typed: string): string => typed.trim().normalize('NFKC').toUpperCase();

/** Returns whether the code discounts any of these ticket types. */
export function fits({ discount: { ticketTypeIds } }: PromoTerms, held: ReadonlySet<string>): boolean {
  return ticketTypeIds === null || ticketTypeIds.some((id) => held.has(id));
}
