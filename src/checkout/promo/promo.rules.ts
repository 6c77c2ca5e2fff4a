import type { Discount } from '../../contract/pricing.js';

/** The digest under which quota counts the uses of a promo code by everybody. */
export const ALL_FANS = '';

/** A promo code that may be used now. */
export interface PromoTerms {
  kind: 'promo';
  id: string;
  maxUses: number;
  perFan: number;
  discount: Discount;
}

/** What people type: any case, blanks around it. */
export const normalCode = (typed: string): string => typed.trim().normalize('NFKC').toUpperCase();

/** Whether it lowers the price of any of these ticket types. */
export function fits({ discount: { ticketTypeIds } }: PromoTerms, held: ReadonlySet<string>): boolean {
  return ticketTypeIds === null || ticketTypeIds.some((id) => held.has(id));
}
