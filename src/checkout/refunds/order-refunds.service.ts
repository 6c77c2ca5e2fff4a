import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RefundAnswer, RefundShape, StaffRefundShape } from '../../contract/money/refund-shapes.js';
import { PaymentsService } from '../../payments/payments.service.js';
import type { RefundRow } from '../../payments/refunds/refund.types.js';
import { RefundsService } from '../../payments/refunds/refunds.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { bodyHash } from '../../platform/idempotency/idempotency.service.js';
import { newId } from '../../platform/ids.js';
import { decideRefund, type RefundWanted, stillOwed, type UnpaidRefund } from './refund.rules.js';
import { OrderRefundsRepository, type RefundableOrder } from './refunds.repository.js';
import { idPattern } from '../../contract/ids.js';

export interface RefundRequest extends RefundWanted {
  reason?: string | undefined;
}

/** Who moves money, and the person behind. */
export interface MoneyMover {
  actor: string;
  /** Whose sum of the day it counts to, if not the actor's own. */
  person?: string | null;
  /** Most that the person may have refunded within a day without another; null: no limit. */
  freeMinor?: bigint | null;
}

/** Requester of a refund. Without a key every call is a new request. */
export interface RefundAsker extends MoneyMover {
  origin: 'staff' | 'show' | 'system';
  key: string | null;
  /** The key is made here of what is asked for, so that another reason is no other request. */
  isHouseKey?: true;
  /** The order is canceled by it, which is logged with the refund. */
  cancels?: { reason: string | null };
}

export type RefundResult =
  | { kind: 'asked' | 'already'; answer: RefundAnswer }
  | { kind: 'not_found' | 'nothing_captured' | 'partners_money' | 'mismatch' }
  /** With it, the person would have refunded more within a day than one may alone. */
  | { kind: 'above_free' }
  | { kind: 'exceeds'; leftMinor: number }
  | { kind: 'off_step'; step: number }
  | { kind: 'unknown_tickets'; ticketIds: readonly string[] };

const RANDOM_KEY_BYTES = 18;
const ORDER_ID = idPattern('ord');

/** Refunds: each request is a row, whose state is authoritative. */
@Injectable()
export class OrderRefunds {
  constructor(
    private readonly orders: OrderRefundsRepository,
    private readonly refunds: RefundsService,
    private readonly payments: PaymentsService,
    private readonly audit: AuditService,
  ) {}

  async ask(orderId: string, request: RefundRequest, asker: RefundAsker): Promise<RefundResult> {
    const order = await this.found(orderId);
    if (!order) return { kind: 'not_found' };
    const repeated = await this.repeated(order, request, asker);
    if (repeated) return repeated;
    const asking = `${asker.origin}:${asker.key ?? randomBytes(RANDOM_KEY_BYTES).toString('base64url')}`;
    const hash = bodyHash(request);
    const decision = decideRefund(order, request);
    if (decision.kind === 'already')
      return this.already(order, earlierOf(await this.refunds.ofOrder(orderId), request));
    if (decision.kind !== 'ask') return decision;
    const { amountMinor, ticketIds } = decision;
    const { actor, origin, person = null, freeMinor = null } = asker;
    const id = newId('ref');
    const of = { id, orderId, attempt: order.attempt, asking, bodyHash: hash, origin, actor, person };
    const within = freeMinor === null ? null : { person: person ?? actor, currency: order.currency, freeMinor };
    const cancels = asker.cancels && { cancels: asker.cancels };
    const { currency } = order;
    const made = { ...of, amountMinor, currency, ticketIds, reason: request.reason ?? null, ...cancels };
    const asked = await this.orders.ask(made, within);
    if (asked === 'above_free') return { kind: asked };
    if (asked === 'exists') return this.already(order, await this.refunds.byAsking(orderId, asking));
    // a concurrent request intervened: decides again from what is left now
    if (asked === 'exceeds' || asked === 'taken') return await this.ask(orderId, request, asker);
    this.audit.wrote();
    this.payments.wakeRefunds();
    return { kind: 'asked', answer: answerOf('asked', await this.fresh(order), await this.refunds.byId(id)) };
  }

  /** Returns what is still owed of a refund that came to nothing; without one, all that is left of the order's money. */
  async owedOf(orderId: string, refund: UnpaidRefund | null): Promise<UnpaidRefund | null> {
    const order = await this.found(orderId);
    return order && stillOwed(order, refund ?? { amountMinor: order.amountMinor, ticketIds: [] });
  }

  /**
   * Records money that staff gave back by other means, so that nothing gives it back again. Once per key; it counts to
   * the person's sum of the day like a refund by the provider.
   */
  async recordOther(
    orderId: string,
    { amountMinor, ticketIds, reason }: UnpaidRefund & { reason: string | null },
    { actor, person = null, freeMinor = null, key }: MoneyMover & { key: string },
  ): Promise<'done' | 'not_possible' | 'above_free'> {
    const order = await this.found(orderId);
    if (!order) return 'not_possible';
    const id = newId('ref');
    const of = { id, orderId, attempt: order.attempt, asking: `staff:${key}`, bodyHash: '', origin: 'staff' } as const;
    const within = freeMinor === null ? null : { person: person ?? actor, currency: order.currency, freeMinor };
    const made = { ...of, actor, person, amountMinor, currency: order.currency, ticketIds, reason };
    const recorded = await this.orders.recordOther(made, within);
    if (recorded === 'above_free') return recorded;
    if (recorded === 'exceeds' || recorded === 'taken') return 'not_possible';
    if (recorded === 'exists') return (await this.refunds.byAsking(orderId, of.asking)) ? 'done' : 'not_possible';
    this.audit.wrote();
    this.payments.wakeFacts();
    return 'done';
  }

  /** Answers a call that was made before with the same key; null if there was none. */
  async known(orderId: string, request: RefundRequest, asker: RefundAsker): Promise<RefundResult | null> {
    const order = asker.key === null ? null : await this.found(orderId);
    return order && (await this.repeated(order, request, asker));
  }

  private async repeated(
    order: RefundableOrder,
    request: RefundRequest,
    { origin, key, isHouseKey }: RefundAsker,
  ): Promise<RefundResult | null> {
    const row = key === null ? null : await this.refunds.byAsking(order.orderId, `${origin}:${key}`);
    if (!row) return null;
    return isHouseKey === true || row.bodyHash === bodyHash(request) ? this.already(order, row) : { kind: 'mismatch' };
  }

  private async found(orderId: string): Promise<RefundableOrder | null> {
    return ORDER_ID.test(orderId) ? await this.orders.refundable(orderId) : null;
  }

  /** Returns null if there is no such order. */
  async currencyOf(orderId: string): Promise<string | null> {
    return ORDER_ID.test(orderId) ? ((await this.orders.refundable(orderId))?.currency ?? null) : null;
  }

  /** Returns all refunds of an order, oldest first. */
  async ofOrder(orderId: string): Promise<RefundRow[]> {
    return await this.refunds.ofOrder(orderId);
  }

  private already(order: RefundableOrder, row: RefundRow | null): RefundResult {
    return { kind: 'already', answer: answerOf('already', order, row) };
  }

  private async fresh(order: RefundableOrder): Promise<RefundableOrder> {
    return (await this.orders.refundable(order.orderId)) ?? order;
  }
}

/** Returns the last refund of one of the tickets asked for; of all that were made, if none is named. */
const earlierOf = (rows: readonly RefundRow[], { ticketIds = [] }: RefundRequest): RefundRow | null =>
  rows.findLast((row) => ticketIds.some((id) => row.ticketIds.includes(id))) ?? rows.at(-1) ?? null;

function answerOf(
  state: RefundAnswer['state'],
  { currency, refundedMinor, refundingMinor }: RefundableOrder,
  row: RefundRow | null,
): RefundAnswer {
  return {
    state,
    refund: row && staffRefundShape(row, currency),
    refunded: { amount: refundedMinor, currency },
    refunding: { amount: refundingMinor, currency },
  };
}

export function staffRefundShape(row: RefundRow, currency: string): StaffRefundShape {
  const { id, state, means, amountMinor, ticketIds, origin, actor, reason, providerId, answer } = row;
  const times = { askedAt: row.askedAt.toISOString(), sentAt: iso(row.sentAt), endedAt: iso(row.endedAt) };
  const amount = { amount: amountMinor, currency };
  return { id, state, means, amount, ticketIds, origin, actor, reason, providerId, answer, ...times };
}

export function refundShape(row: RefundRow, currency: string): RefundShape {
  const { id, state, amount, ticketIds, askedAt, endedAt } = staffRefundShape(row, currency);
  return { id, state, amount, ticketIds, askedAt, endedAt };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
