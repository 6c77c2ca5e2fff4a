import type { OddKind } from '../payments.events.js';
import { canMove, type PaymentState } from '../payment.state.js';

/** A PaymentIntent as the provider told it in an answer of its own (never as an event said). Amounts are minor units. */
export interface SeenIntent {
  id: string;
  status: string;
  amountMinor: number;
  receivedMinor: number;
  /** Upper case. */
  currency: string;
  livemode: boolean;
  /** Made by this installation: nothing else on the account is touched. */
  ours: boolean;
  orderId: string | null;
  attempt: number;
  saleId: string | null;
  /** When the provider made it, in whole seconds. */
  madeAtMs: number;
  clientSecret: string | null;
  chargeId: string | null;
  cardFingerprint: string | null;
  decline: { code: string; chargeId: string | null } | null;
}

export interface KnownPayment {
  orderId: string;
  attempt: number;
  state: PaymentState;
  intentId: string | null;
  amountMinor: number;
  currency: string;
}

export type IntentStep =
  | { kind: 'adopt' | 'authorize' | 'capture' | 'cancel' }
  | { kind: 'tell_decline'; code: string; ref: string }
  | { kind: 'tell_odd'; what: OddKind; detail: string }
  /** An intent that should not be: end it at the provider. */
  | { kind: 'cancel_intent' }
  | { kind: 'refund_intent'; what: OddKind; detail: string };

/** Ends an intent that belongs to no payment of ours that may take money. */
function unwanted(seen: SeenIntent, what: OddKind, detail: string): IntentStep[] {
  if (seen.status === 'canceled') return [];
  if (seen.status === 'succeeded') return [{ kind: 'refund_intent', what, detail }];
  return [{ kind: 'cancel_intent' }];
}

function mismatch(seen: SeenIntent, known: KnownPayment, livemode: boolean): IntentStep | null {
  if (seen.livemode !== livemode) {
    return { kind: 'tell_odd', what: 'livemode_mismatch', detail: `livemode is ${String(seen.livemode)}` };
  }
  if (seen.amountMinor === known.amountMinor && seen.currency === known.currency) return null;
  const detail = `${seen.amountMinor} ${seen.currency} instead of ${known.amountMinor} ${known.currency}`;
  return { kind: 'tell_odd', what: 'amount_mismatch', detail };
}

function stepsByStatus(seen: SeenIntent, known: KnownPayment): IntentStep[] {
  const move = (kind: 'authorize' | 'capture' | 'cancel', to: PaymentState): IntentStep[] =>
    canMove(known.state, to) ? [{ kind }] : [];
  switch (seen.status) {
    case 'requires_capture':
      return move('authorize', 'authorized');
    case 'succeeded': {
      if (seen.receivedMinor === known.amountMinor) return move('capture', 'captured');
      const detail = `${seen.receivedMinor} of ${known.amountMinor} ${known.currency} captured`;
      return [{ kind: 'tell_odd', what: 'amount_mismatch', detail }];
    }
    case 'canceled':
      return move('cancel', 'canceled');
    case 'requires_payment_method':
      // a decline without a charge is told by its event, which alone tells two of them apart
      if (!seen.decline?.chargeId) return [];
      return [{ kind: 'tell_decline', code: seen.decline.code, ref: seen.decline.chargeId }];
    default:
      return []; // processing, requires_action, requires_confirmation: not decided yet
  }
}

/**
 * What an intent, as the provider tells it, means for us.
 * @param known the payment of the intent's order and attempt; null when there is none
 * @param livemode what livemode must be
 */
export function judgeIntent(seen: SeenIntent, known: KnownPayment | null, livemode: boolean): IntentStep[] {
  if (!seen.ours) return [];
  if (!known) return unwanted(seen, 'unknown_intent_refunded', `no payment for order ${seen.orderId ?? 'without id'}`);
  if (known.intentId !== null && known.intentId !== seen.id) {
    return unwanted(seen, 'stray_intent_refunded', `the payment of this attempt is ${known.intentId}`);
  }
  if (known.state === 'canceled') return unwanted(seen, 'captured_after_cancel', 'captured although canceled here');
  const wrong = mismatch(seen, known, livemode);
  if (wrong) return [wrong];
  const adopt: IntentStep[] = known.intentId === null ? [{ kind: 'adopt' }] : [];
  return [...adopt, ...stepsByStatus(seen, known)];
}
