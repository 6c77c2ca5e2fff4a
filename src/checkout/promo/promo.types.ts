/** A promo code as it is made; `percentMilli` or `amountMinor` is null. */
export interface NewPromoCode {
  saleId: string;
  /** In capitals. */
  code: string;
  /** Thousandths of a percent. */
  percentMilli: number | null;
  amountMinor: number | null;
  maxUses: number;
  perFan: number;
  /** Empty: all. */
  ticketTypeIds: string[];
  endsAt: Date | null;
}

export interface PromoCodeRecord extends Omit<NewPromoCode, 'percentMilli'> {
  id: string;
  percent: number | null;
  /** Orders that have it, reserved or paid. */
  used: number;
  createdAt: Date;
  voidedAt: Date | null;
}
