import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import type {
  IntentAuthorized,
  IntentCaptured,
  IntentOpened,
  PaymentReactions,
} from '../../payments/payments.types.js';
import { NaturalBatch } from '../../platform/batch/natural-batch.js';
import { CaptureTimes } from './capture-times.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type { OrderRecord, PaidOrder } from '../orders/orders.types.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { isRefusal, refusedConstraint } from '../../platform/prisma/refused-constraint.js';

/** Called after the commit, for best-effort effects only. */
export interface OrderListener {
  opened(news: IntentOpened): void;
  paid(order: PaidOrder): void;
}

/** Orders per statement. */
const MAX_BATCH = 64;
/** Concurrent sale statements, so that one waiting for the pool of a sale does not block all other sales. */
const SALES_WIDTH = 2;

/**
 * Moves orders together with their payments in the process that learned the news, by SQL only. Without a listener in
 * this process, notifies other processes of the orders that moved.
 */
@Injectable()
export class OrderReactions implements PaymentReactions, OnModuleInit {
  private readonly log = new Logger('OrderReactions');
  private readonly captures: CaptureTimes;
  private listener: OrderListener | null = null;

  private readonly openings = new NaturalBatch<IntentOpened, boolean>({
    maxSize: MAX_BATCH,
    isRefusal,
    run: async (news) => {
      const moved = await this.orders.openAll(news);
      return news.map(({ orderId }) => moved.has(orderId));
    },
  });

  private readonly sales = new NaturalBatch<IntentAuthorized, boolean>({
    maxSize: MAX_BATCH,
    width: SALES_WIDTH,
    isRefusal,
    run: async (news) => {
      const leaseSeconds = this.payments.leaseSeconds();
      const moved = await this.orders.authorizeAll(news, leaseSeconds);
      this.payments.handOver(
        [...moved.values()].flatMap(({ wish }) => wish ?? []),
        leaseSeconds,
      );
      return news.map(({ orderId, attempt }) => moved.get(orderId)?.attempt === attempt);
    },
  });

  private readonly payings = new NaturalBatch<IntentCaptured, PaidOrder | null>({
    maxSize: MAX_BATCH,
    isRefusal,
    run: async (news) => {
      const paid = new Map((await this.orders.payAll(news)).map((order) => [order.id, order]));
      return news.map(({ orderId, attempt }) => ofAttempt(paid.get(orderId), attempt));
    },
  });

  constructor(
    private readonly payments: PaymentsService,
    private readonly orders: OrdersRepository,
    metrics: Metrics,
  ) {
    this.captures = new CaptureTimes(metrics);
  }

  onModuleInit(): void {
    this.payments.reactions = this;
  }

  /** Registers the fan-facing part of checkout, if this process runs it. */
  listen(listener: OrderListener): void {
    this.listener = listener;
  }

  async opened(news: IntentOpened): Promise<boolean> {
    const moved = await this.openings.add(news);
    if (moved && this.listener) this.listener.opened(news);
    else if (moved) this.payments.orderMoved(news.orderId);
    return moved;
  }

  /** Leaves an order that Postgres refuses to sell to the fact of its authorization, which voids it. */
  async authorized(news: IntentAuthorized): Promise<boolean> {
    try {
      const moved = await this.sales.add(news);
      if (moved) this.captures.authorized(news.orderId);
      return moved;
    } catch (error) {
      const constraint = refusedConstraint(error);
      if (constraint === null) throw error;
      this.log.warn(`${news.orderId} cannot be sold (${constraint})`);
      return false;
    }
  }

  async captured(news: IntentCaptured): Promise<boolean> {
    const paid = await this.payings.add(news);
    if (!paid) return false;
    this.captures.captured(paid.id);
    if (this.listener) this.listener.paid(paid);
    else this.payments.orderMoved(paid.id);
    return true;
  }
}

function ofAttempt<O extends OrderRecord>(order: O | undefined, attempt: number): O | null {
  return order?.attempt === attempt ? order : null;
}
