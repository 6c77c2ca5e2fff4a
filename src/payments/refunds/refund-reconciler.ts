import { Injectable, Logger } from '@nestjs/common';
import { refusedConstraint } from '../../platform/prisma/refused-constraint.js';
import { PaymentsRepository } from '../payments.repository.js';
import { PaymentSignals } from '../payments.signals.js';
import type { SeenRefund } from '../stripe/stripe.gateway.js';
import type { RefundRow } from './refund.types.js';
import { type RefundOutcome, RefundsRepository } from './refunds.repository.js';

interface OfPayment {
  orderId: string;
  attempt: number;
  intentId: string;
}

const SUPERSEDED = 'What the provider gave back otherwise leaves no room for this refund.';

/**
 * Reconciles the provider's refunds of an intent with our rows: ours are matched by the id in their metadata, others
 * are adopted as rows. The provider's view wins over whatever we requested.
 */
@Injectable()
export class RefundReconciler {
  private readonly log = new Logger('Refunds');

  constructor(
    private readonly refunds: RefundsRepository,
    private readonly payments: PaymentsRepository,
    private readonly signals: PaymentSignals,
  ) {}

  /** Processes failures first: they make room for the refunds that replaced them. */
  async learn(of: OfPayment, seen: readonly SeenRefund[]): Promise<void> {
    const rows = await this.refunds.known(
      seen.flatMap(({ refundId }) => refundId ?? []),
      seen.map(({ id }) => id),
    );
    for (const refund of [...seen].sort((a, b) => Number(a.good) - Number(b.good)))
      await this.learnOne(of, refund, rowOf(refund, rows, of));
    this.signals.emit('ropeline_payment_fact');
  }

  async settle(id: string, outcome: RefundOutcome, of: OfPayment): Promise<void> {
    await this.withRoom(of, id, () => this.refunds.settle(id, outcome));
    this.signals.emit('ropeline_payment_fact');
  }

  private async learnOne(of: OfPayment, refund: SeenRefund, row: RefundRow | null): Promise<void> {
    if (row) {
      const news = refund.good ? 'accepted' : 'failed';
      const answer = refund.good ? null : `refund ${refund.id} could not be delivered`;
      await this.withRoom(of, row.id, () => this.refunds.settle(row.id, { news, providerId: refund.id, answer }));
    } else if (refund.good) {
      await this.withRoom(of, '', () => this.refunds.adopt(of, refund));
    }
  }

  /** Refunds merely requested give way to what the provider has done; anything beyond that needs a person. */
  private async withRoom(of: OfPayment, own: string, write: () => Promise<boolean>): Promise<void> {
    if (await this.fits(write)) return;
    const refusal: RefundOutcome = { news: 'refused', providerId: null, answer: SUPERSEDED };
    for (const id of await this.refunds.outstandingOf(of)) if (id !== own) await this.refunds.settle(id, refusal);
    if (await this.fits(write)) return;
    this.log.error(`order ${of.orderId}: more was refunded than was paid`);
    const detail = 'The provider shows more money given back than was paid.';
    const data = { what: 'refunds_above_paid' as const, intentId: of.intentId, detail };
    await this.payments.tell(of, { kind: 'odd', data, dedupe: `odd:refunds_above_paid:${of.intentId}` });
  }

  private async fits(write: () => Promise<boolean>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (refusedConstraint(error) === 'payment_refunds_within_paid') return false;
      throw error;
    }
  }
}

/** Ignores rows of other payments, whatever the refund's metadata says. */
function rowOf(refund: SeenRefund, rows: readonly RefundRow[], of: OfPayment): RefundRow | null {
  const own = rows.filter((row) => row.orderId === of.orderId && row.attempt === of.attempt);
  return own.find((row) => row.providerId === refund.id) ?? own.find((row) => row.id === refund.refundId) ?? null;
}
