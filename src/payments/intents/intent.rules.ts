import type { OddKind } from '../payments.events.js';
import type { PaymentState } from '../payment.state.js';

/**
 * A PaymentIntent as the provider returned it from the API (never as an event reported it). Amounts are minor units.
 */
export interface SeenIntent {
  id: string;
  status: string;
  amountMinor: number;
  receivedMinor: number;
  /** Of its latest charge; 0 also where the answer does not contain the charge. */
  refundedMinor: number;
  /** Upper case. */
  currency: string;
  livemode: boolean;
  /** Created by this installation: nothing else on the account is touched. */
  ours: boolean;
  orderId: string | null;
  attempt: number;
  saleId: string | null;
  /** Creation time at the provider, with a resolution of one second. */
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
  /** Ends an intent at the provider that should not exist. */
  | { kind: 'cancel_intent' }
  | { kind: 'refund_intent'; what: OddKind; detail: string };

/** Ends an intent that belongs to no payment of ours that may still take money. */
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

/** The known statuses of an intent; any other is reported to a person. */
export const intentStatuses = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'succeeded',
  'canceled',
] as const;
export type IntentStatus = (typeof intentStatuses)[number];

/**
 * wait: undecided; its deadline or its own wish ends it. repeat: the payment is already there or further. end: the
 * intent must not stay alive. odd: should be impossible.
 */
export type IntentNews = 'wait' | 'declined' | 'authorize' | 'capture' | 'cancel' | 'repeat' | 'end' | 'odd';

const undecided = { requires_confirmation: 'wait', requires_action: 'wait', processing: 'wait' } as const;
const older = {
  requires_payment_method: 'repeat',
  requires_confirmation: 'repeat',
  requires_action: 'repeat',
  processing: 'repeat',
} as const;
const waiting = {
  ...undecided,
  requires_payment_method: 'declined',
  requires_capture: 'authorize',
  succeeded: 'capture',
  canceled: 'cancel',
} as const;

/** Covers every pair of payment state and intent status. */
export const intentNews = {
  creating: waiting,
  open: waiting,
  // after a failed capture the intent may ask for another card; the answer to the capture reports that
  authorized: { ...waiting, requires_capture: 'repeat' },
  captured: { ...older, requires_capture: 'repeat', succeeded: 'repeat', canceled: 'odd' },
  refunded: { ...older, requires_capture: 'repeat', succeeded: 'repeat', canceled: 'odd' },
  canceled: {
    requires_payment_method: 'end',
    requires_confirmation: 'end',
    requires_action: 'end',
    processing: 'end',
    requires_capture: 'end',
    succeeded: 'end',
    canceled: 'repeat',
  },
} as const satisfies Record<PaymentState, Record<IntentStatus, IntentNews>>;

function isKnownStatus(status: string): status is IntentStatus {
  return (intentStatuses as readonly string[]).includes(status);
}

function stepsByStatus(seen: SeenIntent, known: KnownPayment): IntentStep[] {
  const { status } = seen;
  if (!isKnownStatus(status)) return [{ kind: 'tell_odd', what: 'status_unknown', detail: `its status is ${status}` }];
  const news: IntentNews = intentNews[known.state][status];
  switch (news) {
    case 'wait':
    case 'repeat':
      return [];
    case 'authorize':
    case 'cancel':
      return [{ kind: news }];
    case 'capture': {
      if (seen.receivedMinor === known.amountMinor) return [{ kind: 'capture' }];
      const detail = `${seen.receivedMinor} of ${known.amountMinor} ${known.currency} captured`;
      return [{ kind: 'tell_odd', what: 'amount_mismatch', detail }];
    }
    case 'declined':
      // a decline without a charge is reported by its event, the only thing that distinguishes two of them
      if (!seen.decline?.chargeId) return [];
      return [{ kind: 'tell_decline', code: seen.decline.code, ref: seen.decline.chargeId }];
    case 'end':
      return unwanted(seen, 'captured_after_cancel', 'captured although canceled here');
    case 'odd':
      return [{ kind: 'tell_odd', what: 'canceled_after_capture', detail: 'canceled although captured' }];
  }
}

/**
 * Decides what the provider's view of an intent means for us.
 * @param known the payment of the intent's order and attempt; null when there is none
 * @param livemode the expected livemode
 */
export function judgeIntent(seen: SeenIntent, known: KnownPayment | null, livemode: boolean): IntentStep[] {
  if (!seen.ours) return [];
  if (!known) return unwanted(seen, 'unknown_intent_refunded', `no payment for order ${seen.orderId ?? 'without id'}`);
  if (known.intentId !== null && known.intentId !== seen.id) {
    return unwanted(seen, 'stray_intent_refunded', `the payment of this attempt is ${known.intentId}`);
  }
  if (known.state === 'canceled') return stepsByStatus(seen, known);
  const wrong = mismatch(seen, known, livemode);
  if (wrong) return [wrong];
  const adopt: IntentStep[] = known.intentId === null ? [{ kind: 'adopt' }] : [];
  return [...adopt, ...stepsByStatus(seen, known)];
}
