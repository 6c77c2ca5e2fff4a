/** auto: ended automatically, before anything looked wrong. */
export type StrayDecision = 'auto' | 'adopt' | 'refund' | 'release';

/** An intent of this installation whose order is unknown here. Amounts are minor units. */
export interface Stray {
  intentId: string;
  orderId: string;
  attempt: number;
  saleId: string;
  amountMinor: number;
  currency: string;
  captured: boolean;
  /** Given back at the provider already: a charge that was given back in full owes nothing. */
  refundedMinor: number;
  madeAt: Date;
}
