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
import { type OrderRecord, OrdersRepository, type PaidOrder } from '../orders/orders.repository.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { isRefusal, refusedConstraint } from '../../platform/prisma/refused-constraint.js';

/** Told after the commit; what it does may be lost. */
export interface OrderListener {
  opened(news: IntentOpened): void;
  paid(order: PaidOrder): void;
}

/** Orders of one statement. */
const MAX_BATCH = 64;
/** Statements that sell, side by side: one that waits for the pool of a sale must not hold up all other sales. */
const SALES_WIDTH = 2;

/**
 * Moves orders together with their payments, in the process of whoever learned the news: SQL only. Where nobody in this
 * process listens to orders, other processes are told which ones moved.
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

  /** For the part of checkout that serves fans, where this process has it. */
  listen(listener: OrderListener): void {
    this.listener = listener;
  }

  async opened(news: IntentOpened): Promise<boolean> {
    const moved = await this.openings.add(news);
    if (moved && this.listener) this.listener.opened(news);
    else if (moved) this.payments.orderMoved(news.orderId);
    return moved;
  }

  /** An order that Postgres does not sell is left to the fact of its authorization, which voids it. */
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
