import { Injectable } from '@nestjs/common';
import { StockHolds } from '../../../inventory/holds/stock-holds.service.js';
import type { Hold } from '../../../inventory/holds/hold.types.js';
import { IntentWaiters, type ReadyIntent } from './intent-waiters.js';
import { OrderDrafts, type OrderRequest } from './order-drafts.service.js';
import { OrderWriter } from './order-writer.js';
import type { OrderReason } from '../../../contract/orders/order-reasons.js';
import { OrdersRepository } from '../orders.repository.js';
import type { AskedPayment, OrderRecord } from '../orders.types.js';
import type { Placer } from './placer.js';
import { stateOfHoldWithOrder } from '../order.state.js';
import { recordOfNew } from '../orders.rules.js';
import type { NewOrder } from '../orders.sql.js';
import { UnchargedOrders } from '../ends/uncharged-orders.service.js';
import type { ProblemDetails } from '../../../platform/problem/problem.js';
import { type Refused, refused } from '../../checkout.errors.js';

export type PlaceResult =
  /** `intent` is set if already known; otherwise it is read with the order. */
  { kind: 'placed'; order: OrderRecord; fresh: boolean; intent: ReadyIntent | null } | Refused;

/** How long a caller waits for the provider's intent before it is answered without one. */
const INTENT_WAIT_MS = 3_000;

/** Turns a hold into an order awaiting payment. Every step is idempotent under the same key. */
@Injectable()
export class PlaceOrder {
  constructor(
    private readonly drafts: OrderDrafts,
    private readonly holds: StockHolds,
    private readonly orders: OrdersRepository,
    private readonly writer: OrderWriter,
    private readonly waiters: IntentWaiters,
    private readonly uncharged: UnchargedOrders,
  ) {}

  async place(placer: Placer, request: OrderRequest): Promise<PlaceResult> {
    const hold = await this.holds.getHold(placer.saleId, request.holdId, placer.fanKey);
    // an active hold has no order yet, or the insert finds the existing one by its key
    if (hold?.state !== 'active') return await this.withoutHold(hold, placer, request);
    const draft = await this.drafts.draft(placer, request, hold);
    if (draft.kind === 'refused') return await this.repeatedOr(draft, placer, request);
    const inserted = await this.writer.insert(draft.order);
    switch (inserted.kind) {
      case 'inserted':
        return await this.commit(draft.order, placer, hold.revision, request.sold);
      case 'limit_exceeded':
        return await this.repeatedOr(await this.drafts.limitOf(draft.order), placer, request);
      case 'overloaded':
        return refused('OVERLOADED');
      case 'epoch_over':
        return refused('CORE_AWAY');
      case 'show_canceled':
        return refused('SALE_CLOSED');
      case 'exists':
      case 'intents_spent': {
        const known = await this.knownFor(placer, request);
        if (known) return await this.again(known, placer, request);
        if (inserted.kind === 'exists') return refused('ORDER_OPEN', await this.openOf(placer));
        const isOurs = await this.orders.isRefusedIntents(placer.fanKey);
        return refused(isOurs ? 'AMOUNT_NOT_CHARGEABLE' : 'LIMIT_EXCEEDED');
      }
    }
  }

  /** Answers a repeated call by its order, whatever would refuse it as a new one: it was canceled, say, since. */
  private async repeatedOr(refusal: Refused, placer: Placer, request: OrderRequest): Promise<PlaceResult> {
    const known = await this.knownFor(placer, request);
    return known ? await this.again(known, placer, request) : refusal;
  }

  private async withoutHold(hold: Hold | null, placer: Placer, request: OrderRequest): Promise<PlaceResult> {
    const known = await this.knownFor(placer, request);
    if (known) return await this.again(known, placer, request);
    if (!hold) return refused('NOT_FOUND');
    if (hold.state !== 'committed' || (await this.isSold(hold))) return refused('HOLD_EXPIRED');
    return refused('PAYMENT_IN_PROGRESS', hold.orderId === null ? {} : { orderId: hold.orderId });
  }

  private async isSold({ orderId }: Hold): Promise<boolean> {
    const order = orderId === null ? null : await this.orders.stepOf(orderId);
    return order !== null && stateOfHoldWithOrder(order.state) === 'sold';
  }

  /** Names the order in the way, which may have been made in another tab or on another device of the same place. */
  private async openOf({ saleId, fanKey }: Placer): Promise<ProblemDetails> {
    const orderId = await this.orders.openOf(saleId, fanKey);
    return orderId === null ? {} : { orderId };
  }

  /** Finds the order of an earlier call by its key, or by the partner's payment reference. */
  private async knownFor({ fanKey }: Placer, { idempotencyKey, sold }: OrderRequest): Promise<OrderRecord | null> {
    if (!sold) return await this.orders.byKey(fanKey, idempotencyKey);
    const { partnerId, reference } = sold;
    return (
      (await this.orders.byPartnerKey(partnerId, idempotencyKey)) ??
      (await this.orders.byReference(partnerId, reference))
    );
  }

  private async again(order: OrderRecord, placer: Placer, request: OrderRequest): Promise<PlaceResult> {
    if (order.bodyHash !== request.bodyHash) return refused('IDEMPOTENCY_MISMATCH');
    if (order.state !== 'pending' || order.payment !== 'none')
      return { kind: 'placed', order, fresh: false, intent: null };
    // an earlier call died between steps: resumes if the hold still matches the order
    const hold = await this.holds.getHold(placer.saleId, request.holdId, placer.fanKey);
    if (!hold || !isWrittenFor(order, hold)) return await this.giveUp(order.id, 'hold_expired', 'HOLD_EXPIRED');
    const refusal = await this.commitHold(order.id, placer, request.holdId, hold.revision);
    if (refusal) return refusal;
    if (order.totalMinor === 0 || order.partnerId !== null) return await this.payUncharged(order, request.sold, false);
    const { intent } = await this.askForPayment(order.id, order.saleId);
    return await this.readBack(order.id, false, intent);
  }

  private async commit(
    draft: NewOrder,
    placer: Placer,
    revision: number,
    sold: OrderRequest['sold'],
  ): Promise<PlaceResult> {
    const refusal = await this.commitHold(draft.id, placer, draft.holdId, revision);
    if (refusal) return refusal;
    if (draft.totalMinor === 0 || sold) return await this.payUncharged(draft, sold, true);
    const asked = await this.askForPayment(draft.id, draft.saleId);
    if (!asked.payment || !asked.intent) return await this.readBack(draft.id, true, asked.intent);
    const { attempt, createdAt } = asked.payment;
    return { kind: 'placed', order: recordOfNew(draft, attempt, createdAt), fresh: true, intent: asked.intent };
  }

  /** Step 2: assigns the hold's units to the order in Redis. A refusal ends the order without a charge. */
  private async commitHold(orderId: string, placer: Placer, holdId: string, revision: number): Promise<Refused | null> {
    const { saleId, stamp, fanKey } = placer;
    const committed = await this.holds.commit(saleId, stamp, holdId, fanKey, orderId, revision);
    switch (committed.kind) {
      case 'committed':
        return null;
      case 'expired':
      case 'unknown':
        return await this.giveUp(orderId, 'hold_expired', 'HOLD_EXPIRED');
      case 'stale':
      case 'away':
        // the commit's outcome may be unknown: anything committed returns to the hold
        return await this.giveUp(orderId, 'core_away', 'CORE_AWAY');
    }
  }

  /** Step 3: requests the intent. The payment is null if a call with the same key already did, or if none may now. */
  private async askForPayment(
    orderId: string,
    saleId: string,
  ): Promise<{ payment: AskedPayment | null; intent: ReadyIntent | null }> {
    const payment = await this.writer.askForPayment(orderId, saleId);
    if (!payment) return { payment, intent: null };
    // the provider answers in a later turn of the event loop, so waiting from here on misses nothing
    return { payment, intent: await this.waiters.waitFor(orderId, INTENT_WAIT_MS) };
  }

  /** Step 3 for orders without a charge. */
  private async payUncharged(
    { id, saleId }: Pick<OrderRecord, 'id' | 'saleId'>,
    sold: OrderRequest['sold'],
    fresh: boolean,
  ): Promise<PlaceResult> {
    const result = await this.uncharged.pay(id, saleId, sold?.actor ?? null);
    if (result.kind === 'sold_meanwhile') return refused('SOLD_OUT');
    if (result.kind === 'unchanged') return await this.readBack(id, fresh, null);
    return { kind: 'placed', order: result.order, fresh, intent: null };
  }

  /** Re-reads the order; gives it up if it could not request payment, because its sale is being rebuilt. */
  private async readBack(orderId: string, fresh: boolean, intent: ReadyIntent | null): Promise<PlaceResult> {
    const order = await this.orders.byId(orderId);
    if (order?.payment === 'none' && order.state === 'pending')
      return await this.giveUp(orderId, 'core_away', 'CORE_AWAY');
    return order ? { kind: 'placed', order, fresh, intent } : refused('NOT_FOUND');
  }

  private async giveUp(orderId: string, reason: OrderReason, code: 'HOLD_EXPIRED' | 'CORE_AWAY'): Promise<Refused> {
    await this.orders.endUnasked(orderId, 'expired', reason, 'reactivate');
    return refused(code);
  }
}

/** Compares units and prices, because a hold may be swapped after its order was written. */
function isWrittenFor(order: OrderRecord, hold: Hold): boolean {
  const unit = ({ label, priceMinor }: { label: string; priceMinor: number }) => `${label} ${priceMinor}`;
  return order.lines.map(unit).sort().join('\n') === hold.items.map(unit).sort().join('\n');
}
