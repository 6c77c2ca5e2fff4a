export const stuckPaymentKinds = ['stuck_wish', 'stuck_fact', 'stuck_event', 'stuck_refund', 'stuck_stray'] as const;
export type StuckPaymentKind = (typeof stuckPaymentKinds)[number];

export interface StuckPaymentRow {
  /** Identifies the row among those of its kind. */
  ref: string;
  orderId: string | null;
  what: string;
  tries: number;
  answer: string | null;
}
