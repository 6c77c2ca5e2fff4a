import type { AttentionVerb } from '../../contract/staff/attention-verbs.js';
import type { OrderStep } from '../orders/order.state.js';

/** partly: it was carried out as far as possible, and the item stays open. above_free: it would refund more than one person may within a day. */
export type VerbOutcome = 'done' | 'not_possible' | 'above_free' | { partly: string };

/** Irreversible verbs: they move money, void tickets of fans, or decide an order for good. */
export const finalVerbs: readonly AttentionVerb[] = [
  ...(['cancel', 'give_back', 'void', 'refund', 'release'] as const),
  ...(['paid_back', 'open_without_beacon'] as const),
];

interface Kind {
  nextStep: string;
  verbs: readonly AttentionVerb[];
}

const unsettled = ['cancel', 'give_back', 'keep'] as const;
const compare = 'Compare the order with the payment provider, then end it or keep it.';

/** Every kind of attention item, with its next step and the verbs that resolve it. */
export const attentionKinds = {
  amount_mismatch: { nextStep: compare, verbs: unsettled },
  livemode_mismatch: { nextStep: compare, verbs: unsettled },
  captured_after_cancel: { nextStep: compare, verbs: unsettled },
  canceled_after_capture: { nextStep: compare, verbs: ['void', 'give_back', 'keep'] },
  intent_missing: { nextStep: 'The provider does not know this payment. End the order.', verbs: unsettled },
  status_unknown: { nextStep: 'The provider shows a state that is not known here. Compare both.', verbs: unsettled },
  intent_refused: {
    nextStep:
      'The provider takes no payment of this amount or kind. Check the prices and the account, then close the sale or change it.',
    verbs: ['keep'],
  },
  captured_in_attention: {
    nextStep: 'The money of this order was taken: give it back, or sell the order.',
    verbs: unsettled,
  },
  captured_without_sale: {
    nextStep: 'The money is being given back: see that it arrived.',
    verbs: ['give_back', 'keep'],
  },
  canceled_after_paid: {
    nextStep: 'The provider shows this paid order as canceled. Void it or keep it.',
    verbs: ['void', 'keep'],
  },
  unexpected_capture_refused: {
    nextStep: 'A paid order’s capture was refused. Void it or keep it.',
    verbs: ['void', 'keep'],
  },
  refund_refused: {
    nextStep: 'The provider refused this refund. Ask again, or give the money back another way.',
    verbs: ['retry', 'paid_back', 'keep'],
  },
  refund_failed: {
    nextStep: 'The bank sent this refund back. Ask again, or give the money back another way.',
    verbs: ['retry', 'paid_back', 'keep'],
  },
  refunds_above_paid: { nextStep: 'More was given back than was paid. Compare with the provider.', verbs: ['keep'] },
  fraud_warning: {
    nextStep:
      'The card’s bank warns of fraud. Give the money back before it is disputed, or keep the order: tickets that are held must then be let count again, as no other news follow.',
    verbs: ['give_back', 'void', 'reinstate', 'keep'],
  },
  disputed: {
    nextStep:
      'Answer the dispute at the payment provider. Tickets that are held stay so until it is won or you let them count again, even if this item is closed.',
    verbs: ['void', 'reinstate', 'keep'],
  },
  dispute_lost: {
    nextStep: 'The dispute is lost and the money is gone. Void the tickets that are left, or let them count again.',
    verbs: ['void', 'reinstate', 'keep'],
  },
  dispute_won: { nextStep: 'The dispute is won: nothing is left to do.', verbs: ['keep'] },
  unknown_intent_refunded: {
    nextStep: 'Money of no known order was to be given back: see that it was, and where the order went.',
    verbs: ['keep'],
  },
  stray_intent_refunded: {
    nextStep: 'A second payment of an order was to be given back: see that it was, and that it arrived.',
    verbs: ['keep'],
  },
  unknown_order: { nextStep: 'The provider told of an order that is not known here.', verbs: ['keep'] },
  rebuild_conflict: {
    nextStep: 'Two orders claim the same stock: look at both, give one back.',
    verbs: ['give_back', 'keep'],
  },
  conservation: {
    nextStep: 'Stock and orders differ. Release what no order owns, then resume the sale.',
    verbs: ['release', 'keep'],
  },
  stuck_order: {
    nextStep: 'This order has not moved for long. Look at its payment, then try again.',
    verbs: ['retry', 'give_back', 'paid_back', 'keep'],
  },
  stuck_wish: { nextStep: 'The provider has not done what was asked. Try again.', verbs: ['retry', 'keep'] },
  stuck_fact: { nextStep: 'News of this payment could not be applied. Try again.', verbs: ['retry', 'keep'] },
  stuck_event: { nextStep: 'An event of the provider could not be handled. Try again.', verbs: ['retry', 'keep'] },
  stuck_refund: { nextStep: 'The provider has not answered this refund. Try again.', verbs: ['retry', 'keep'] },
  stuck_stray: {
    nextStep: 'A payment that no order wants could not be ended. Look at it at the provider, then try again.',
    verbs: ['retry', 'keep'],
  },
  stuck_draw: {
    nextStep:
      'The draw waits for the public beacon, and the sale opens by itself once it answers. See that this server reaches drand and tell your fans, or open without the beacon.',
    verbs: ['open_without_beacon', 'keep'],
  },
  stuck_return: { nextStep: 'Stock could not be given back. Try again.', verbs: ['retry', 'keep'] },
  stuck_delivery: { nextStep: 'A webhook is overdue. Look at its endpoint.', verbs: ['keep'] },
  mail_undeliverable: {
    nextStep: 'Check the mail server and the buyer’s address, then send the tickets again.',
    verbs: ['keep'],
  },
  endpoint_disabled: {
    nextStep: 'A webhook endpoint was switched off. See what it answers, then switch it on again and replay.',
    verbs: ['keep'],
  },
  poison_event: { nextStep: 'A signed event could not be read. It is kept and not tried again.', verbs: ['keep'] },
  decline_rate: {
    nextStep: 'Many cards are declined: somebody may be trying them. Ask for 3D Secure, or pause the sale.',
    verbs: ['keep'],
  },
  quarantine: {
    nextStep:
      'Charges of orders that are not here: this database may be older than they are. Restore a newer one, or decide for each.',
    verbs: ['adopt', 'refund', 'release'],
  },
} as const satisfies Record<string, Kind>;
export type AttentionKind = keyof typeof attentionKinds;

export const kindOf = (name: string): Kind =>
  name in attentionKinds ? attentionKinds[name as AttentionKind] : { nextStep: 'Look at it.', verbs: ['keep'] };

/** The part of an item's order that decides its verbs. Amounts are minor units. */
export interface AttentionOrder {
  state: OrderStep;
  captured: boolean;
  leftMinor: number;
  liveTickets: number;
  /** Those of them that are held because of a dispute. */
  heldTickets: number;
  /** A bank warns of fraud and nothing was disputed: no news will ever let its held tickets go. */
  warnedOnly: boolean;
}

const ofOrders: readonly AttentionVerb[] = ['cancel', 'give_back', 'paid_back', 'void', 'reinstate'];

/** True if tickets are held that only a person can let go, who then has more to decide than to close an item. */
const holdsForGood = ({ state, heldTickets, warnedOnly }: AttentionOrder): boolean =>
  state === 'paid' && heldTickets > 0 && warnedOnly;

/** Returns the verbs applicable to the order's current state. An order in attention is never closed without one. */
export function verbsFor(kind: string, order: AttentionOrder | null): AttentionVerb[] {
  return kindOf(kind).verbs.filter((verb) => {
    if (!order) return !ofOrders.includes(verb);
    const waits = order.state === 'needs_attention';
    switch (verb) {
      case 'cancel':
        return waits && !order.captured;
      case 'give_back':
      case 'paid_back':
        // a stuck order that is being voided waits for its money to be gone
        return order.captured && order.leftMinor > 0 && (kind !== 'stuck_order' || order.state === 'voiding');
      case 'void':
        return order.state === 'paid' && order.liveTickets > 0;
      case 'reinstate':
        return order.state === 'paid' && order.heldTickets > 0;
      case 'keep':
        return (!waits || order.captured) && !(kind === 'fraud_warning' && holdsForGood(order));
      case 'retry':
        return kind.startsWith('stuck_') || (order.captured && order.leftMinor > 0);
      default:
        return true;
    }
  });
}
