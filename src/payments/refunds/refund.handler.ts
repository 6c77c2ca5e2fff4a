import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { QuarantineService } from '../quarantine/quarantine.service.js';
import type { StripeAnswer } from '../stripe/stripe.answer.rules.js';
import { type SeenRefund, StripeGateway } from '../stripe/stripe.gateway.js';
import { KEY_TRUSTED_MS, retryDelayMs } from '../wishes/retry.rules.js';
import type { Postponement } from '../wishes/wishes.repository.js';
import { RefundReconciler } from './refund-reconciler.js';
import type { LeasedRefund } from './refunds.repository.js';

/** Delays when nothing was sent, or when only an operator can help. */
const UNSENT_MS = 1_000;
const LOCKED_OUT_MS = 5_000;

/** Carries out one refund. Retries first look for what an earlier try may have done. */
@Injectable()
export class RefundHandler {
  constructor(
    private readonly gateway: StripeGateway,
    private readonly reconciler: RefundReconciler,
    private readonly clock: Clock,
    private readonly quarantine: QuarantineService,
  ) {}

  /** @returns null once its outcome is known and written */
  async carryOut(refund: LeasedRefund): Promise<Postponement | null> {
    const { intentId, payment } = refund;
    if (intentId === null || (payment !== 'captured' && payment !== 'refunded'))
      return await this.refused({ ...refund, intentId: '' }, 'nothing was captured');
    const of = { ...refund, intentId };
    if (await this.mustLookFirst(refund)) {
      const looked = await this.lookFor(of);
      if (looked !== 'not_there') return looked;
    }
    const answer = await this.gateway.refundIntent(intentId, refund.amountMinor, refund.id, this.keyOf(refund));
    switch (answer.kind) {
      case 'ok':
        return await this.accepted(of, answer.value);
      case 'refused': {
        const looked = await this.lookFor(of);
        return looked === 'not_there' ? await this.refused(of, `${answer.code}: ${answer.message}`) : looked;
      }
      case 'missing':
        return await this.refused(of, answer.message);
      default:
        return again(refund, answer);
    }
  }

  /**
   * A restored database may be older than the carrying out of its own refunds, and their keys may be forgotten by now: it
   * is then not the number of tries that tells whether one was sent.
   */
  private async mustLookFirst({ tries, askedAtMs }: LeasedRefund): Promise<boolean> {
    if (tries > 1 || this.clock.nowMs() - askedAtMs > KEY_TRUSTED_MS) return true;
    return await this.quarantine.isActive();
  }

  /** Also adopts refunds of the same intent made by others. */
  private async lookFor(of: Target): Promise<Postponement | null | 'not_there'> {
    const listed = await this.gateway.refundsOf(of.intentId);
    if (listed.kind !== 'ok') return again(of, listed);
    await this.reconciler.learn(of, listed.value);
    return listed.value.some(({ refundId }) => refundId === of.id) ? null : 'not_there';
  }

  private async accepted(of: Target, { id: providerId, good }: SeenRefund): Promise<null> {
    const answer = good ? null : `refund ${providerId} could not be delivered`;
    await this.reconciler.settle(of.id, { news: good ? 'accepted' : 'failed', providerId, answer }, of);
    return null;
  }

  private async refused(of: Target, answer: string): Promise<null> {
    await this.reconciler.settle(of.id, { news: 'refused', providerId: null, answer }, of);
    return null;
  }

  private keyOf({ id, keyRound }: LeasedRefund): string {
    return this.gateway.keyOf('refund', id, keyRound);
  }
}

type Target = LeasedRefund & { intentId: string };

function again({ tries }: LeasedRefund, answer: Exclude<StripeAnswer<unknown>, { kind: 'ok' }>): Postponement {
  const reason = 'reason' in answer ? answer.reason : answer.message;
  switch (answer.kind) {
    case 'unsent':
      return { delayMs: UNSENT_MS, reason, unsent: true };
    case 'locked_out':
      return { delayMs: LOCKED_OUT_MS, reason };
    default:
      return { delayMs: retryDelayMs(tries, Math.random()), reason, newRound: answer.kind === 'stored' };
  }
}
