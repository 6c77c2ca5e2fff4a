import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { OrderShape } from '../../contract/orders/order-shapes.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { CallRates } from '../../platform/http/call-rates.js';
import { bodyHash } from '../../platform/idempotency/idempotency.service.js';
import { PassesService } from '../../queue/passes/passes.service.js';
import { permitOr } from '../holds/fan-permit.js';
import { HeldTickets } from '../transfers/held-tickets.service.js';
import { holdsCardNumber } from './placing/card-number.rules.js';
import { OrderAccess } from './order-access.js';
import { OrderNews } from './order-news.js';
import { OrderView } from './order-view.service.js';
import { OrdersRepository } from './orders.repository.js';
import type { OrderRecord } from './orders.types.js';
import { PlaceOrder } from './placing/place-order.service.js';
import { type Refused, refused } from '../checkout.errors.js';
import { idPattern } from '../../contract/ids.js';

/** Credentials for an order: the pass of its admission, or the order's own access token. */
export interface OrderCredentials {
  pass: string | null;
  accessToken: string | null;
}

export interface OrderDraft {
  holdId: string;
  buyer: { email: string; name: string };
  promoCode?: string | undefined;
  language?: string | undefined;
}

export type OrderAnswer = { kind: 'ok'; order: OrderShape } | Refused;

const ORDER_ID = idPattern('ord');
const RANDOM_KEY_BYTES = 24;
/**
 * Reads of one order per node, counted before Postgres is asked. A page polls every 250 ms at its fastest, in a few tabs;
 * a till or a test every 50 ms for a moment. Faster or longer than that is a loop.
 */
const READ_RATE = { perSecond: 20, burst: 200 };
export const CARD_IN_NAME = { field: 'buyer.name', message: 'name must not hold a card number' };

/** Orders: placed by an admission, read and canceled by their fan. */
@Injectable()
export class OrdersService {
  private readonly reads = new CallRates(READ_RATE);

  // more than six: an order meets the line, the payments, its news and its tickets' holders
  constructor(
    private readonly passes: PassesService,
    private readonly payments: PaymentsService,
    private readonly orders: OrdersRepository,
    private readonly placing: PlaceOrder,
    private readonly view: OrderView,
    private readonly access: OrderAccess,
    private readonly news: OrderNews,
    private readonly held: HeldTickets,
    private readonly clock: Clock,
  ) {}

  /** @param idempotencyKey null makes every call a new order */
  async create(
    pass: string | null,
    idempotencyKey: string | null,
    draft: OrderDraft,
    network: string,
  ): Promise<OrderAnswer> {
    const promoCode = draft.promoCode ?? null;
    if (holdsCardNumber(draft.buyer.name)) return refused('VALIDATION_FAILED', { errors: [CARD_IN_NAME] });
    if (pass === null) return refused('PASS_REQUIRED');
    // the promo code is left out when absent, so that hashes from before promo codes existed still match
    const hash = bodyHash({ holdId: draft.holdId, buyer: draft.buyer, ...(promoCode !== null && { promoCode }) });
    const permitted = permitOr(await this.passes.permit(pass));
    if (permitted.kind === 'refused')
      return (idempotencyKey !== null && (await this.again(pass, idempotencyKey, hash))) || permitted;
    const placed = await this.placing.place(permitted.permit, {
      idempotencyKey: idempotencyKey ?? randomBytes(RANDOM_KEY_BYTES).toString('base64url'),
      bodyHash: hash,
      holdId: draft.holdId,
      buyer: { email: draft.buyer.email, name: draft.buyer.name.normalize('NFC') },
      promoCode,
      network,
      language: draft.language ?? 'en',
    });
    if (placed.kind === 'refused') return placed;
    // notifies the fan's other pages; opening the intent does not while a caller waits for it
    if (placed.fresh) void this.news.show(placed.order, placed.intent).catch(() => undefined);
    return { kind: 'ok', order: await this.view.render(placed.order, 'placed', placed.intent) };
  }

  /** Repeats the answer to an earlier call whose admission has ended since, for instance by payment. */
  private async again(pass: string, idempotencyKey: string, hash: string): Promise<OrderAnswer | null> {
    const bearer = await this.passes.bearer(pass);
    const order = bearer.kind === 'ok' ? await this.orders.byAdmissionKey(bearer.admissionId, idempotencyKey) : null;
    if (!order) return null;
    if (order.bodyHash !== hash) return refused('IDEMPOTENCY_MISMATCH');
    return { kind: 'ok', order: await this.view.render(order, 'placed') };
  }

  /** @param orderId id of an order, or of a ticket when read by its holder */
  async read(orderId: string, credentials: OrderCredentials): Promise<OrderAnswer> {
    const retryAfterMs = this.reads.take(orderId, this.clock.monotonicMs());
    if (retryAfterMs > 0) return refused('RATE_LIMITED', { retryAfterMs });
    if (credentials.accessToken !== null && this.held.isTicketId(orderId)) {
      const order = await this.held.read(orderId, credentials.accessToken);
      return order ? { kind: 'ok', order } : refused('NOT_FOUND');
    }
    const found = await this.find(orderId, credentials);
    return found.kind === 'refused' ? found : await this.answer(found.order, found.isBuyer);
  }

  /** Cancels a pending order for its fan; the hold becomes active again unless its deadline has passed. */
  async cancel(orderId: string, credentials: OrderCredentials): Promise<OrderAnswer> {
    const found = await this.find(orderId, credentials);
    if (found.kind === 'refused') return found;
    const { order } = found;
    if (order.state === 'canceled' || order.state === 'canceling') return await this.answer(order, found.isBuyer);
    const started = await this.startCancel(order);
    const now = (await this.orders.byId(orderId)) ?? order;
    // idempotent: the loser of two concurrent calls gets the same answer
    const isCanceled = now.reason === 'canceled_by_fan' && (now.state === 'canceling' || now.state === 'canceled');
    return started || isCanceled ? await this.answer(now, found.isBuyer) : refused('ORDER_STATE');
  }

  /** @returns false if the order can no longer be canceled */
  private async startCancel(order: OrderRecord): Promise<boolean> {
    const reason = 'canceled_by_fan';
    // two compare-and-sets, because the order may request its payment between them
    if (await this.orders.endUnasked(order.id, 'canceled', reason, 'reactivate')) return true;
    if (!(await this.orders.startCancel(order.id, reason))) return false;
    this.payments.wake();
    return true;
  }

  /** Reports an order as missing to anybody but its fan, also without any credential. */
  private async find(
    orderId: string,
    { pass, accessToken }: OrderCredentials,
  ): Promise<{ kind: 'found'; order: OrderRecord; isBuyer: boolean } | Refused> {
    const byId = async (): Promise<OrderRecord | null> =>
      ORDER_ID.test(orderId) ? await this.orders.byId(orderId) : null;
    if (accessToken !== null) {
      const order = await byId();
      return order && this.access.opens(order, accessToken)
        ? { kind: 'found', order, isBuyer: true }
        : refused('NOT_FOUND');
    }
    if (pass === null) return refused('NOT_FOUND');
    // checks only the pass: payment ends the admission, and the fan must still be able to read the paid order
    const bearer = await this.passes.bearer(pass);
    if (bearer.kind !== 'ok') return refused(bearer.kind === 'expired' ? 'PASS_EXPIRED' : 'NOT_FOUND');
    const order = await byId();
    return order?.saleId === bearer.saleId && order.admissionId === bearer.admissionId
      ? { kind: 'found', order, isBuyer: false }
      : refused('NOT_FOUND');
  }

  private async answer(order: OrderRecord, isBuyer: boolean): Promise<OrderAnswer> {
    return { kind: 'ok', order: await this.view.render(order, isBuyer ? 'buyer' : 'admission') };
  }
}
