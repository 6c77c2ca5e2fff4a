import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { PartnerOrderShape } from '../../contract/partners/partner-order-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { bodyHash } from '../../platform/idempotency/idempotency.service.js';
import { holdsCardNumber } from '../orders/placing/card-number.rules.js';
import { type OrderReader, OrderView } from '../orders/order-view.service.js';
import { CARD_IN_NAME } from '../orders/orders.service.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type { OrderRecord } from '../orders/orders.types.js';
import { PlaceOrder } from '../orders/placing/place-order.service.js';
import { type Refused, refused } from '../checkout.errors.js';
import { Allocations } from './allocations.service.js';
import { type PartnerOrdersFilter, PartnerOrdersRepository } from './partner-orders.repository.js';
import { idPattern } from '../../contract/ids.js';
import type { Seller } from './seller.types.js';

export interface PartnerOrderDraft {
  holdId: string;
  buyer: { email: string; name: string };
  payment: { reference: string };
  language?: string | undefined;
}
export type PartnerOrderAnswer = { kind: 'ok'; order: PartnerOrderShape } | Refused;

const ORDER_ID = idPattern('ord');
const RANDOM_KEY_BYTES = 24;
const PAGE = 25;

/** Orders that partners sell from their allocation: paid at once without a charge, since the buyer paid the partner. */
@Injectable()
export class PartnerOrders {
  constructor(
    private readonly allocations: Allocations,
    private readonly placing: PlaceOrder,
    private readonly orders: OrdersRepository,
    private readonly pages: PartnerOrdersRepository,
    private readonly view: OrderView,
    private readonly audit: AuditService,
  ) {}

  /** Idempotent by key and by payment reference. */
  async place(
    { partnerId, actor }: Seller,
    idempotencyKey: string | null,
    draft: PartnerOrderDraft,
  ): Promise<PartnerOrderAnswer> {
    const { holdId, buyer, payment, language = 'en' } = draft;
    if (holdsCardNumber(buyer.name)) return refused('VALIDATION_FAILED', { errors: [CARD_IN_NAME] });
    const reference = payment.reference;
    const hash = bodyHash({ holdId, buyer, reference });
    const key = idempotencyKey ?? randomBytes(RANDOM_KEY_BYTES).toString('base64url');
    const placer = await this.allocations.placerOf(partnerId, holdId);
    if (placer.kind === 'refused') return (await this.again(partnerId, key, reference, hash)) ?? placer;
    const placed = await this.placing.place(placer.placer, {
      ...{ idempotencyKey: key, bodyHash: hash, holdId, language },
      buyer: { email: buyer.email, name: buyer.name.normalize('NFC') },
      promoCode: null,
      network: '',
      sold: { partnerId, reference, actor },
    });
    if (placed.kind === 'refused') return placed;
    return { kind: 'ok', order: await this.render(placed.order, 'placed') };
  }

  async read(partnerId: string, orderId: string): Promise<PartnerOrderAnswer> {
    const order = await this.find(partnerId, orderId);
    return order ? { kind: 'ok', order: await this.render(order, 'buyer') } : refused('NOT_FOUND');
  }

  async list(filter: PartnerOrdersFilter): Promise<{ orders: PartnerOrderShape[]; next: string | null }> {
    const ids = await this.pages.page(filter, PAGE);
    const records = await Promise.all(ids.map((id) => this.orders.byId(id)));
    const found = records.filter((order) => order !== null);
    const orders = await Promise.all(found.map((order) => this.render(order, 'buyer')));
    return { orders, next: ids.length === PAGE ? (ids.at(-1) ?? null) : null };
  }

  /** Voids the tickets and returns the stock to the allocation; the partner refunds its buyer. */
  async cancel({ partnerId, actor }: Seller, orderId: string): Promise<PartnerOrderAnswer> {
    const order = await this.find(partnerId, orderId);
    if (!order) return refused('NOT_FOUND');
    if (order.state !== 'canceled') {
      const entry = { actor, action: 'order.cancel', subject: order.id, data: { partnerId } } as const;
      if (!(await this.orders.cancelExternal(order.id, 'canceled_by_partner', entry)))
        return refused('ORDER_STATE', { detail: 'Only a paid order that nobody was let in with can be canceled.' });
      this.audit.wrote();
    }
    return await this.read(partnerId, orderId);
  }

  /** Repeats the answer of an earlier call whose hold is no longer known. */
  private async again(
    partnerId: string,
    key: string,
    reference: string,
    hash: string,
  ): Promise<PartnerOrderAnswer | null> {
    const order =
      (await this.orders.byPartnerKey(partnerId, key)) ?? (await this.orders.byReference(partnerId, reference));
    if (!order) return null;
    if (order.bodyHash !== hash) return refused('IDEMPOTENCY_MISMATCH');
    return { kind: 'ok', order: await this.render(order, 'placed') };
  }

  private async find(partnerId: string, orderId: string): Promise<OrderRecord | null> {
    const order = ORDER_ID.test(orderId) ? await this.orders.byId(orderId) : null;
    return order?.partnerId === partnerId ? order : null;
  }

  private async render(order: OrderRecord, reader: OrderReader): Promise<PartnerOrderShape> {
    const { channel, externalReference } = order;
    const shape = await this.view.render(order, reader);
    return { ...shape, channel, reference: externalReference ?? '', createdAt: order.createdAt.toISOString() };
  }
}
