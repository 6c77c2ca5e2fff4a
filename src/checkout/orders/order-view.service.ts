import { Injectable } from '@nestjs/common';
import { msOfMinutes } from '../../contract/sale/minutes.js';
import type { OrderShape, PaymentShape } from '../../contract/orders/order-shapes.js';
import type { ShowShape } from '../../contract/sale/sale-shapes.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { RefundsService } from '../../payments/refunds/refunds.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { TicketsService } from '../../tickets/tickets.service.js';
import { WalletPasses } from '../../tickets/wallet/wallet-passes.service.js';
import type { ReadyIntent } from './placing/intent-waiters.js';
import { OrderAccess } from './order-access.js';
import { refundShape } from '../refunds/order-refunds.service.js';
import { orderShape } from './order.shape.js';
import type { OrderRecord } from './orders.types.js';
import { wallTimeOf } from '../../saletime/wall-time.js';

/** admission: holds the pass; buyer: holds the access token; placed: receives the response to placing the order. */
export type OrderReader = 'admission' | 'buyer' | 'placed';

const noShow: ShowShape = { name: '', venue: '', startsAt: new Date(0).toISOString(), timeZone: 'UTC' };
const DEFAULT_PAY_MINUTES = 10;

/** Renders an order for its reader: payment details while pending, tickets once paid. */
@Injectable()
export class OrderView {
  constructor(
    private readonly sales: SaleCache,
    private readonly lineFigures: FiguresService,
    private readonly payments: PaymentsService,
    private readonly tickets: TicketsService,
    private readonly access: OrderAccess,
    private readonly refunds: RefundsService,
    private readonly clock: Clock,
    private readonly passes: WalletPasses,
  ) {}

  /** @param intent the order's open intent, if already known */
  async render(order: OrderRecord, reader: OrderReader, intent: ReadyIntent | null = null): Promise<OrderShape> {
    const sale = await this.sales.byId(order.saleId);
    const isBuyer = reader !== 'admission';
    const [expiresAt, payment, owned, refunds] = await Promise.all([
      this.expiresAt(order, sale?.policy.payMinutes ?? DEFAULT_PAY_MINUTES),
      intent && order.state === 'pending' ? this.paymentShape(intent) : this.paymentOf(order),
      isBuyer && order.state === 'paid' ? this.tickets.ofOrder(order.id) : null,
      mayHaveRefunds(order.state) ? this.refunds.ofOrder(order.id) : [],
    ]);
    return orderShape(order, {
      show: sale?.show ?? noShow,
      saleSlug: sale?.slug ?? null,
      transferable: sale?.transferable ?? false,
      expiresAt,
      payment,
      tickets: owned?.tickets ?? [],
      transferred: owned?.transferred,
      wallets: this.passes.offered(),
      refunds: refunds.map((row) => refundShape(row, order.currency)),
      withBuyer: isBuyer,
      ...(reader === 'placed' ? { accessToken: this.access.tokenOf(order) } : {}),
    });
  }

  /** Returns how to pay; null until the provider has answered and once nothing is left to pay. */
  async paymentOf(order: Pick<OrderRecord, 'id' | 'state' | 'attempt'>): Promise<PaymentShape | null> {
    if (order.state !== 'pending') return null;
    const payment = await this.payments.paymentOf(order.id);
    if (!payment?.intentId || payment.clientSecret === null || payment.state !== 'open') return null;
    return this.paymentShape({ intentId: payment.intentId, clientSecret: payment.clientSecret });
  }

  private paymentShape({ intentId, clientSecret }: ReadyIntent): PaymentShape {
    const { publishableKey, confirmUrl } = this.payments.confirmation(intentId, clientSecret);
    return { provider: 'stripe', intentId, clientSecret, publishableKey, confirmUrl };
  }

  /** A pending order's deadline follows sale time; otherwise, or without Redis, returns the original deadline. */
  private async expiresAt(order: OrderRecord, payMinutes: number): Promise<string> {
    if (order.state === 'pending') {
      try {
        return wallTimeOf(
          order.saleId,
          order.deadlineSaleMs,
          await this.lineFigures.now(order.saleId),
          this.clock.nowMs(),
        );
      } catch {
        // Redis is unreachable: the estimate below is never later than the actual deadline
      }
    }
    return new Date(order.createdAt.getTime() + msOfMinutes(payMinutes)).toISOString();
  }
}

/** Saves the refunds query for orders that cannot have any yet, which are most reads. */
const mayHaveRefunds = (state: OrderRecord['state']): boolean => state !== 'pending' && state !== 'authorized';
