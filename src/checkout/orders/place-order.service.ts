import { Injectable } from '@nestjs/common';
import { InventoryService } from '../../inventory/inventory.service.js';
import type { Hold } from '../../inventory/inventory.types.js';
import { newId } from '../../platform/ids.js';
import { QueueService } from '../../queue/queue.service.js';
import type { Permit } from '../../queue/queue.types.js';
import { SalesService } from '../../sales/sales.service.js';
import { IntentWaiters, type ReadyIntent } from './intent-waiters.js';
import { OrderWriter } from './order-writer.js';
import type { OrderReason } from './order.state.js';
import { type OrderRecord, OrdersRepository } from './orders.repository.js';
import { linesOf, quotasOf, recordOfNew, totalOf } from './orders.rules.js';
import type { NewOrder } from './orders.sql.js';
import { type Refused, refused } from '../refusal.js';

export interface OrderRequest {
  idempotencyKey: string;
  bodyHash: string;
  holdId: string;
  buyer: { email: string; name: string };
  language: string;
}

export type PlaceResult =
  /** `intent` where it is at hand; else it is read with the order. */
  { kind: 'placed'; order: OrderRecord; fresh: boolean; intent: ReadyIntent | null } | Refused;

/** The caller waits so long for the provider's intent, then is answered without it. */
const INTENT_WAIT_MS = 3_000;
const MINUTE_MS = 60_000;

/** From a hold to an order that waits for its money. Every step may be repeated with the same key after a lost answer. */
@Injectable()
export class PlaceOrder {
  constructor(
    private readonly sales: SalesService,
    private readonly queue: QueueService,
    private readonly inventory: InventoryService,
    private readonly orders: OrdersRepository,
    private readonly writer: OrderWriter,
    private readonly waiters: IntentWaiters,
  ) {}

  async place(permit: Permit, request: OrderRequest): Promise<PlaceResult> {
    const hold = await this.inventory.getHold(permit.saleId, request.holdId, permit.fanKey);
    // an active hold has no order yet, or the statement that writes one finds it by its key
    if (hold?.state !== 'active') return await this.withoutHold(hold, permit, request);
    const draft = await this.draftOf(permit, request, hold);
    if (draft.kind === 'refused') return draft;
    const inserted = await this.writer.insert(draft.order);
    switch (inserted.kind) {
      case 'inserted':
        return await this.commit(draft.order, permit, hold.revision);
      case 'limit_exceeded':
        return refused('LIMIT_EXCEEDED');
      case 'overloaded':
        return refused('OVERLOADED');
      case 'epoch_over':
        return refused('CORE_AWAY');
      case 'exists':
      case 'intents_spent': {
        const known = await this.orders.byKey(permit.fanKey, request.idempotencyKey);
        if (known) return await this.again(known, permit, request);
        return refused(inserted.kind === 'exists' ? 'ORDER_OPEN' : 'LIMIT_EXCEEDED');
      }
    }
  }

  private async withoutHold(hold: Hold | null, permit: Permit, request: OrderRequest): Promise<PlaceResult> {
    const known = await this.orders.byKey(permit.fanKey, request.idempotencyKey);
    if (known) return await this.again(known, permit, request);
    if (!hold) return refused('NOT_FOUND');
    return refused(hold.state === 'committed' ? 'PAYMENT_IN_PROGRESS' : 'HOLD_EXPIRED');
  }

  /** Step 1: the order, its lines and its quotas, in the epoch in which the hold is alive. */
  private async draftOf(
    permit: Permit,
    request: OrderRequest,
    hold: Hold,
  ): Promise<{ kind: 'draft'; order: NewOrder } | Refused> {
    const sale = await this.sales.saleById(permit.saleId);
    if (!sale) return refused('NOT_FOUND');
    const now = await this.queue.now(permit.saleId);
    if (hold.expiresAtSaleMs <= now) return refused('HOLD_EXPIRED');
    const lines = linesOf(hold.items);
    const order: NewOrder = {
      id: newId('ord'),
      saleId: permit.saleId,
      fanKey: permit.fanKey,
      admissionId: permit.admissionId,
      lane: permit.lane,
      holdId: hold.id,
      idempotencyKey: request.idempotencyKey,
      bodyHash: request.bodyHash,
      epoch: permit.stamp.epoch,
      totalMinor: totalOf(lines),
      currency: hold.currency,
      buyerEmail: request.buyer.email,
      buyerName: request.buyer.name,
      buyerLanguage: request.language,
      deadlineSaleMs: now + sale.policy.payMinutes * MINUTE_MS,
      lines,
      quotas: quotasOf(permit.saleId, permit.fanKey, lines, sale.ticketTypes, permit.members),
    };
    return { kind: 'draft', order };
  }

  private async again(order: OrderRecord, permit: Permit, request: OrderRequest): Promise<PlaceResult> {
    if (order.bodyHash !== request.bodyHash) return refused('IDEMPOTENCY_MISMATCH');
    if (order.state !== 'pending' || order.payment !== 'none')
      return { kind: 'placed', order, fresh: false, intent: null };
    // the call before this one died between its steps: goes on, if the hold is still what the order was written for
    const hold = await this.inventory.getHold(permit.saleId, request.holdId, permit.fanKey);
    if (!hold || !isWrittenFor(order, hold)) return await this.giveUp(order.id, 'hold_expired', 'HOLD_EXPIRED');
    const refusal = await this.commitHold(order.id, permit, request.holdId, hold.revision);
    if (refusal) return refusal;
    const { intent } = await this.askForPayment(order.id, order.saleId);
    return await this.readBack(order.id, false, intent);
  }

  private async commit(draft: NewOrder, permit: Permit, revision: number): Promise<PlaceResult> {
    const refusal = await this.commitHold(draft.id, permit, draft.holdId, revision);
    if (refusal) return refusal;
    const asked = await this.askForPayment(draft.id, draft.saleId);
    if (asked.attempt === null || !asked.intent) return await this.readBack(draft.id, true, asked.intent);
    return { kind: 'placed', order: recordOfNew(draft, asked.attempt), fresh: true, intent: asked.intent };
  }

  /** Step 2: the hold's units become the order's in Redis. Refused → the order ends, nothing was taken. */
  private async commitHold(orderId: string, permit: Permit, holdId: string, revision: number): Promise<Refused | null> {
    const { saleId, stamp, fanKey } = permit;
    const committed = await this.inventory.commit(saleId, stamp, holdId, fanKey, orderId, revision);
    switch (committed.kind) {
      case 'committed':
        return null;
      case 'expired':
      case 'unknown':
        return await this.giveUp(orderId, 'hold_expired', 'HOLD_EXPIRED');
      case 'stale':
      case 'away':
        // whether it was committed may be unknown: what was, goes back to the hold
        return await this.giveUp(orderId, 'core_away', 'CORE_AWAY');
    }
  }

  /** Step 3: the intent. The attempt is null when a call of the same key has asked, or nobody may now. */
  private async askForPayment(
    orderId: string,
    saleId: string,
  ): Promise<{ attempt: number | null; intent: ReadyIntent | null }> {
    const asked = await this.writer.askForPayment(orderId, saleId);
    if (!asked) return { attempt: null, intent: null };
    // the provider answers in a later turn of the event loop, so nothing is missed by beginning to wait only now
    return { attempt: asked.attempt, intent: await this.waiters.waitFor(orderId, INTENT_WAIT_MS) };
  }

  /** A sale that is being rebuilt at this moment takes no order. */
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

/** A hold may have been swapped after its order was written. */
function isWrittenFor(order: OrderRecord, hold: Hold): boolean {
  const unit = ({ label, priceMinor }: { label: string; priceMinor: number }) => `${label} ${priceMinor}`;
  return order.lines.map(unit).sort().join('\n') === hold.items.map(unit).sort().join('\n');
}
