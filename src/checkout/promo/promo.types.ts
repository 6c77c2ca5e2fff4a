/** Input for a new promo code; either `percentMilli` or `amountMinor` is null. */
export interface NewPromoCode {
  saleId: string;
  /** In upper case. */
  code: string;
  /** Thousandths of a percent. */
  percentMilli: number | null;
  amountMinor: number | null;
  maxUses: number;
  perFan: number;
  /** Empty for all ticket types. */
  ticketTypeIds: string[];
  endsAt: Date | null;
}

export interface PromoCodeRecord extends Omit<NewPromoCode, 'percentMilli'> {
  id: string;
  percent: number | null;
  /** Orders using the code, reserved or paid. */
  used: number;
  createdAt: Date;
  voidedAt: Date | null;
}
