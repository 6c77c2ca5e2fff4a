import type { AttentionVerb } from './attention-verbs.js';

/** Where refunds of a report stand; `paid_back` is money given back by other means than the provider's. */
const refunds = {
  asked: 'asked for',
  sent: 'sent to the provider',
  succeeded: 'given back',
  refused: 'refused by the provider',
  failed: 'failed',
  paid_back: 'given back otherwise',
} as const satisfies Record<string, string>;

/** What needed a person. */
const incidents = {
  amount_mismatch: 'The payment has another amount than its order',
  livemode_mismatch: 'A test payment for a real order, or the reverse',
  captured_after_cancel: 'Money was taken for a canceled order',
  canceled_after_capture: 'A payment was canceled after its money was taken',
  intent_missing: 'The provider does not know a payment',
  status_unknown: 'A payment is in a state that is not known here',
  intent_refused: 'The provider refuses payments of this sale',
  captured_in_attention: 'Money was taken while an order waits for you',
  captured_without_sale: 'Money was taken for tickets that could not be sold',
  canceled_after_paid: 'The provider shows a paid order as canceled',
  unexpected_capture_refused: 'The money of a paid order was refused',
  refund_refused: 'The provider refused a refund',
  refund_failed: 'The bank sent a refund back',
  refunds_above_paid: 'More was given back than was paid',
  fraud_warning: 'A bank warns of fraud',
  disputed: 'A buyer disputes a payment',
  dispute_lost: 'A dispute is lost',
  dispute_won: 'A dispute is won',
  unknown_intent_refunded: 'Money of no known order was given back',
  stray_intent_refunded: 'A second payment of an order was given back',
  unknown_order: 'The provider told of an order that is not known here',
  rebuild_conflict: 'Two orders claim the same tickets',
  conservation: 'Stock and orders differ',
  stuck_order: 'An order has not moved for long',
  stuck_wish: 'The provider has not done what was asked',
  stuck_fact: 'News of a payment could not be applied',
  stuck_event: 'An event of the provider could not be handled',
  stuck_refund: 'A refund has no answer',
  stuck_stray: 'A payment that no order wants could not be ended',
  stuck_draw: 'The draw waits for the public beacon',
  stuck_return: 'Tickets could not be given back to the stock',
  stuck_delivery: 'A webhook is overdue',
  mail_undeliverable: 'Tickets could not be delivered by mail',
  endpoint_disabled: 'A webhook was switched off',
  poison_event: 'A signed event could not be read',
  decline_rate: 'Many cards are declined',
  quarantine: 'There are charges of orders that are not here',
} as const satisfies Record<string, string>;

/** How a person decided. */
const decisions = {
  cancel: 'payment canceled',
  give_back: 'money given back',
  paid_back: 'given back otherwise',
  keep: 'kept as it is',
  void: 'tickets voided',
  retry: 'tried again',
  release: 'stock released',
  adopt: 'orders adopted',
  refund: 'all charges refunded',
  reinstate: 'tickets count again',
  open_without_beacon: 'opened without the beacon',
} as const satisfies Record<AttentionVerb, string>;

export type ReportRefundState = keyof typeof refunds;
export type ReportIncident = keyof typeof incidents;
export const reportRefundStates = Object.keys(refunds) as ReportRefundState[];
export const reportIncidents = Object.keys(incidents) as ReportIncident[];

/** The English phrases; src/words has them in every language. */
export const reportStates = { refunds, incidents, decisions };

/** Returns the phrase of a code; one of another version is shown as it is. */
const said =
  (words: Readonly<Record<string, string>>) =>
  (code: string): string =>
    (Object.hasOwn(words, code) ? words[code] : undefined) ?? code.replaceAll('_', ' ');

export const refundWords = said(refunds);
export const incidentWords = said(incidents);
export const decisionWords = said(decisions);
