import { Injectable } from '@nestjs/common';
import { PaymentsService } from '../../../payments/payments.service.js';
import { BatchFullError, NaturalBatch } from '../../../platform/batch/natural-batch.js';
import { OrdersRepository } from '../orders.repository.js';
import type { AskedPayment, InsertResult } from '../orders.types.js';
import type { NewOrder } from '../orders.sql.js';
import { isRefusal, refusedConstraint } from '../../../platform/prisma/refused-constraint.js';

/** Orders per statement. */
const MAX_BATCH = 64;
/** Further callers waiting for a connection are refused as overload. */
const MAX_WAITING = 2_000;

/** Writes new orders and requests their payment; calls that arrive while a statement is in flight are batched. */
@Injectable()
export class OrderWriter {
  private readonly inserts = new NaturalBatch<NewOrder, InsertResult>({
    maxSize: MAX_BATCH,
    maxWaiting: MAX_WAITING,
    isRefusal,
    run: (orders) => this.orders.insertAll(orders),
  });

  private readonly askings = new NaturalBatch<{ orderId: string; saleId: string }, AskedPayment | null>({
    maxSize: MAX_BATCH,
    run: async (asked) => {
      const leaseSeconds = this.payments.leaseSeconds();
      const moved = await this.orders.askForPayments(asked, leaseSeconds);
      this.payments.handOver(
        moved.flatMap((payment) => payment?.wish ?? []),
        leaseSeconds,
      );
      return moved;
    },
  });

  constructor(
    private readonly orders: OrdersRepository,
    private readonly payments: PaymentsService,
  ) {}

  async insert(order: NewOrder): Promise<InsertResult | { kind: 'limit_exceeded' | 'overloaded' }> {
    try {
      return await this.inserts.add(order);
    } catch (error) {
      if (error instanceof BatchFullError) return { kind: 'overloaded' };
      if (refusedConstraint(error) === 'quota_within_max') return { kind: 'limit_exceeded' };
      throw error;
    }
  }

  /** @returns null if the order did not move: its sale is being rebuilt, it ended, or payment was requested before */
  askForPayment(orderId: string, saleId: string): Promise<AskedPayment | null> {
    return this.askings.add({ orderId, saleId });
  }
}
