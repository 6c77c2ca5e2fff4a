import { newId } from '../core/ids.js';
import type { Ledger } from './ledger.js';
import type { Cause, Charge, Intent, UsedCard } from './records.js';
import { type Decline, GENERIC_DECLINE } from './test-cards.js';

export type ChargeOutcome =
  | { readonly kind: 'approved'; readonly charge: Charge }
  | { readonly kind: 'declined'; readonly charge: Charge; readonly decline: Decline };

/** Returns whether the money is taken with the confirmation, without an authorization before. */
export function isTakenAtOnce({ captureMethod, authorizedFirst }: Intent, { card }: UsedCard): boolean {
  return captureMethod === 'automatic' && !authorizedFirst.includes(card.method);
}

/** The bank's side of an intent: charges, captures, releases and disputes, each with its events. */
export class Cashier {
  constructor(
    private readonly ledger: Ledger,
    private readonly drawDecline: () => boolean,
  ) {}

  /** Authorizes the amount, and captures it at once if capture is automatic. A decline leaves a failed charge. */
  charge(intent: Intent, used: UsedCard, cause: Cause): ChargeOutcome {
    const decline = used.card.decline ?? (this.drawDecline() ? GENERIC_DECLINE : null);
    const taken = decline === null && isTakenAtOnce(intent, used);
    const charge: Charge = {
      id: newId('ch'),
      ...this.ledger.charges.next(),
      intent: intent.id,
      amount: intent.amount,
      currency: intent.currency,
      usedCard: used,
      status: decline ? 'failed' : 'succeeded',
      failure: decline,
      metadata: intent.metadata,
      description: intent.description,
      receiptEmail: intent.receiptEmail,
      captured: taken,
      amountCaptured: taken ? intent.amount : 0,
      amountRefunded: 0,
      disputed: false,
    };
    this.ledger.charges.add(charge);
    this.tell(decline ? 'failed' : 'succeeded', charge, cause);
    return decline ? { kind: 'declined', charge, decline } : { kind: 'approved', charge };
  }

  /** Captures all or part of an authorization; the rest counts as refunded, as at Stripe. */
  capture(intent: Intent, amount: number, cause: Cause): void {
    const charge = this.latestCharge(intent);
    if (!charge) return;
    charge.captured = true;
    charge.amountCaptured = amount;
    charge.amountRefunded = charge.amount - amount;
    this.tell('captured', charge, cause);
  }

  /**
   * Releases an authorization. Stripe reports this as `charge.refunded` of a charge that was never captured, although
   * no money has moved: receivers must check `captured`.
   */
  release(intent: Intent, cause: Cause): void {
    const charge = this.latestCharge(intent);
    if (!charge) return;
    charge.amountRefunded = charge.amount;
    this.tell('refunded', charge, cause);
  }

  /** Opens the dispute that some test cards trigger after each payment. */
  disputeIfAsked(intent: Intent, cause: Cause): void {
    const charge = this.latestCharge(intent);
    const reason = charge?.usedCard.card.disputeReason ?? null;
    if (!charge || reason === null) return;
    charge.disputed = true;
    const dispute = {
      id: newId('dp'),
      ...this.ledger.disputes.next(),
      charge: charge.id,
      intent: intent.id,
      amount: charge.amountCaptured,
      currency: charge.currency,
      reason,
    };
    this.ledger.disputes.add(dispute);
    this.ledger.tell('charge.dispute.created', { kind: 'dispute', record: dispute }, cause);
  }

  private latestCharge(intent: Intent): Charge | undefined {
    return intent.latestCharge === null ? undefined : this.ledger.charges.get(intent.latestCharge);
  }

  private tell(what: string, charge: Charge, cause: Cause): void {
    this.ledger.tell(`charge.${what}`, { kind: 'charge', record: charge }, cause);
  }
}
