import { Injectable } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service.js';
import type { Hold } from '../inventory/inventory.types.js';
import { PaymentsService } from '../payments/payments.service.js';
import { newId } from '../platform/ids.js';
import { QueueService } from '../queue/queue.service.js';
import type { Permit } from '../queue/queue.types.js';
import { SalesService } from '../sales/sales.service.js';
import { IntentWaiters } from './intent-waiters.js';
import type { OrderReason } from './order.state.js';
import { type OrderRecord, OrdersRepository } from './orders.repository.js';
import { linesOf, quotasOf, totalOf } from './orders.rules.js';
import { type Refused, refused } from './refusal.js';

export interface OrderRequest {
  idempotencyKey: string;
  bodyHash: string;
  holdId: string;
  buyer: { email: string; name: string };
}

export type PlaceResult = { kind: 'placed'; order: OrderRecord; fresh: boolean } | Refused;

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
    private readonly payments: PaymentsService,
    private readonly orders: OrdersRepository,
    private readonly waiters: IntentWaiters,
  ) {}

  async place(permit: Permit, request: OrderRequest): Promise<PlaceResult> {
    const known = await this.orders.byKey(permit.fanKey, request.idempotencyKey);
    if (known) return await this.again(known, permit, request);
    const hold = await this.inventory.getHold(permit.saleId, request.holdId, permit.fanKey);
    if (!hold) return refused('NOT_FOUND');
    if (hold.state === 'committed') return refused('PAYMENT_IN_PROGRESS');
    if (hold.state !== 'active') return refused('HOLD_EXPIRED');
    const written = await this.write(permit, request, hold);
    return written.kind === 'refused'
      ? written
      : await this.commit(written.orderId, permit, request, hold.revision, true);
  }

  /** Step 1: the order, its lines and its quotas, in the epoch in which the hold is alive. */
  private async write(
    permit: Permit,
    request: OrderRequest,
    hold: Hold,
  ): Promise<{ kind: 'written'; orderId: string } | Refused> {
    const sale = await this.sales.saleById(permit.saleId);
    if (!sale) return refused('NOT_FOUND');
    const now = await this.queue.now(permit.saleId);
    if (hold.expiresAtSaleMs <= now) return refused('HOLD_EXPIRED');
    const lines = linesOf(hold.items);
    const orderId = newId('ord');
    const inserted = await this.orders.insert({
      id: orderId,
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
      deadlineSaleMs: now + sale.policy.payMinutes * MINUTE_MS,
      lines,
      quotas: quotasOf(permit.saleId, permit.fanKey, lines, sale.ticketTypes),
    });
    switch (inserted.kind) {
      case 'inserted':
        return { kind: 'written', orderId };
      case 'limit_exceeded':
        return refused('LIMIT_EXCEEDED');
      case 'epoch_over':
        return refused('CORE_AWAY');
      case 'exists':
      case 'intents_spent': {
        const same = await this.orders.byKey(permit.fanKey, request.idempotencyKey);
        if (!same) return refused(inserted.kind === 'exists' ? 'ORDER_OPEN' : 'LIMIT_EXCEEDED');
        return same.bodyHash === request.bodyHash
          ? { kind: 'written', orderId: same.id }
          : refused('IDEMPOTENCY_MISMATCH');
      }
    }
  }

  private async again(order: OrderRecord, permit: Permit, request: OrderRequest): Promise<PlaceResult> {
    if (order.bodyHash !== request.bodyHash) return refused('IDEMPOTENCY_MISMATCH');
    if (order.state !== 'pending' || order.payment !== 'none') return { kind: 'placed', order, fresh: false };
    // the call before this one died between its steps: goes on, if the hold is still what the order was written for
    const hold = await this.inventory.getHold(permit.saleId, request.holdId, permit.fanKey);
    if (!hold || !isWrittenFor(order, hold)) return await this.giveUp(order.id, 'hold_expired', 'HOLD_EXPIRED');
    return await this.commit(order.id, permit, request, hold.revision, false);
  }

  /** Step 2: the hold's units become the order's in Redis. Refused → the order ends, nothing was taken. */
  private async commit(
    orderId: string,
    permit: Permit,
    request: OrderRequest,
    revision: number,
    fresh: boolean,
  ): Promise<PlaceResult> {
    const { saleId, stamp, fanKey } = permit;
    const committed = await this.inventory.commit(saleId, stamp, request.holdId, fanKey, orderId, revision);
    switch (committed.kind) {
      case 'committed':
        return await this.askForPayment(orderId, saleId, fresh);
      case 'expired':
      case 'unknown':
        return await this.giveUp(orderId, 'hold_expired', 'HOLD_EXPIRED');
      case 'stale':
      case 'away':
        // whether it was committed may be unknown: what was, goes back to the hold
        return await this.giveUp(orderId, 'core_away', 'CORE_AWAY');
    }
  }

  /** Step 3: the intent. A sale that is being rebuilt at this moment takes no order. */
  private async askForPayment(orderId: string, saleId: string, fresh: boolean): Promise<PlaceResult> {
    if (await this.orders.askForPayment(orderId, saleId)) {
      this.payments.wake();
      await this.waiters.waitFor(orderId, INTENT_WAIT_MS);
    } else {
      const order = await this.orders.byId(orderId);
      // asked by a call of the same key that ran beside this one, or ended meanwhile
      if (order?.payment === 'none' && order.state === 'pending') {
        return await this.giveUp(orderId, 'core_away', 'CORE_AWAY');
      }
    }
    const order = await this.orders.byId(orderId);
    return order ? { kind: 'placed', order, fresh } : refused('NOT_FOUND');
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
