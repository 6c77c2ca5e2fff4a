import { Injectable } from '@nestjs/common';
import { AttentionService, type Resolution, type ResolveResult } from '../../checkout/attention/attention.service.js';
import { finalVerbs } from '../../checkout/attention/attention.rules.js';
import { type CancelResult, OrderCancellations } from '../../checkout/orders/ends/order-cancellation.service.js';
import {
  type MoneyMover,
  OrderRefunds,
  type RefundAsker,
  type RefundRequest,
  type RefundResult,
} from '../../checkout/refunds/order-refunds.service.js';
import { RefundWeights } from '../../checkout/refunds/refund-weight.service.js';
import type { AttentionVerb } from '../../contract/staff/attention-verbs.js';
import type { MoneyLike } from '../../contract/money/money.js';
import { ApprovalGate, type NeedsApproval } from '../approvals/approval-gate.js';
import type { Proposal } from '../approvals/proposal.types.js';
import { needsSecondPerson } from '../approvals/refund-approval.rules.js';
import { managing, type Staff } from '../sign-in/staff.types.js';
import { ProblemError } from '../../platform/problem/problem.js';

/** What was done, or that it needs another person. */
export type Gated<R> = Exclude<R, { kind: 'above_free' }> | NeedsApproval;

/** Refunds by staff; every route to them passes the same approval gate. */
@Injectable()
export class StaffRefunds {
  constructor(
    private readonly refunds: OrderRefunds,
    private readonly cancellations: OrderCancellations,
    private readonly attention: AttentionService,
    private readonly weights: RefundWeights,
    private readonly gate: ApprovalGate,
  ) {}

  async refund(
    staff: Staff,
    orderId: string,
    request: RefundRequest,
    key: string | null,
  ): Promise<Gated<RefundResult>> {
    const { amount, ticketIds, reason } = request;
    const proposal: Proposal = {
      action: 'refund',
      orderId,
      ...(amount === undefined ? {} : { amount }),
      ...(ticketIds === undefined ? {} : { ticketIds: [...ticketIds] }),
      ...(reason === undefined ? {} : { reason }),
      ...(key === null ? {} : { key }),
    };
    const asker: RefundAsker = { ...(await this.moverOf(staff)), origin: 'staff', key };
    // a repeat is none of a person's sums, nor a proposal that could be carried out beside the first call
    const known = await this.refunds.known(orderId, request, asker);
    if (known && known.kind !== 'above_free') return known;
    const stop = await this.stop(staff, orderId, request, proposal);
    if (stop) return stop;
    const asked = await this.refunds.ask(orderId, request, asker);
    return asked.kind === 'above_free' ? await this.gate.propose(staff, proposal) : asked;
  }

  async cancel(staff: Staff, orderId: string, reason: string | null): Promise<Gated<CancelResult>> {
    const proposal: Proposal = { action: 'cancel_order', orderId, reason };
    const stop = await this.stop(staff, orderId, {}, proposal);
    if (stop) return stop;
    const result = await this.cancellations.cancel(orderId, await this.moverOf(staff), reason);
    return result.kind === 'above_free' ? await this.gate.propose(staff, proposal) : result;
  }

  async resolve(staff: Staff, itemId: string, resolution: Resolution): Promise<Gated<ResolveResult>> {
    const { verb, note } = resolution;
    if (verb === 'open_without_beacon') {
      // the fairness of a draw is decided by who answers for the sale, not by a box office or its key
      if (staff.memberId === null || !managing.some((role) => role === staff.role)) throw new ProblemError('FORBIDDEN');
      const stop = await this.gate.stop(staff, { action: verb, itemId, note });
      if (stop) return stop;
    }
    const item = verb === null ? null : await this.attention.subjectOf(itemId);
    if (verb !== null && item) {
      const stop = await this.stopVerb(staff, item, { action: 'attention', itemId, verb, note });
      if (stop) return stop;
    }
    const result = await this.attention.resolve(itemId, resolution, await this.moverOf(staff));
    if (result.kind !== 'above_free') return result;
    return await this.gate.propose(staff, { action: 'attention', itemId, verb: verb ?? 'keep', note });
  }

  private async moverOf(staff: Staff): Promise<MoneyMover> {
    return { actor: staff.actor, person: personOf(staff), freeMinor: await this.gate.refundFreeMinor() };
  }

  /** A quarantine may be about the money of a whole sale, so a key never decides it for good. */
  private async stopVerb(
    staff: Staff,
    { kind, orderId }: { kind: string; orderId: string | null },
    proposal: Extract<Proposal, { action: 'attention' }>,
  ): Promise<NeedsApproval | null> {
    const { verb } = proposal;
    if (kind === 'quarantine' && finalVerbs.includes(verb)) {
      if (staff.memberId === null) throw new ProblemError('FORBIDDEN');
      return await this.stopSums(staff, await this.attention.quarantined(), proposal);
    }
    // what happened outside is vouched for by a person, not by a key
    if (verb === 'paid_back' && staff.memberId === null) throw new ProblemError('FORBIDDEN');
    if (orderId === null || !givingBack.includes(verb)) return null;
    return await this.stop(staff, orderId, {}, proposal);
  }

  private async stopSums(staff: Staff, sums: readonly MoneyLike[], proposal: Proposal): Promise<NeedsApproval | null> {
    const free = await this.gate.refundFreeMinor();
    if (free === null) return null;
    const weights = await Promise.all(sums.map((sum) => this.weights.weighSum(sum, personOf(staff))));
    const isHeavy = weights.some((weight) => needsSecondPerson(weight, free));
    return isHeavy ? await this.gate.propose(staff, proposal) : null;
  }

  private async stop(
    staff: Staff,
    orderId: string,
    wanted: RefundRequest,
    proposal: Proposal,
  ): Promise<NeedsApproval | null> {
    const free = await this.gate.refundFreeMinor();
    const afterScan = await this.gate.asksAfterScan(staff);
    if (free === null && !afterScan) return null;
    const weight = await this.weights.weigh(orderId, wanted, personOf(staff));
    return needsSecondPerson(weight, free, afterScan) ? await this.gate.propose(staff, proposal) : null;
  }
}

const givingBack: readonly AttentionVerb[] = ['give_back', 'paid_back', 'retry'];

/** A key that no member made has a sum of its own. */
const personOf = ({ actor, person }: Staff): string => person ?? actor;
