import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { type Authorization, authorizeOrder } from './authorize.sql.js';
import * as endings from './endings.sql.js';
import { refusedConstraint } from './refused-constraint.js';
import type { OrderReason, OrderStep, PaymentStep } from './order.state.js';
import { askForPayment, insertOrder, type NewOrder, openPayment } from './orders.sql.js';

export interface OrderRecord {
  id: string;
  saleId: string;
  fanKey: string;
  admissionId: string | null;
  holdId: string | null;
  idempotencyKey: string;
  bodyHash: string;
  epoch: number;
  state: OrderStep;
  reason: OrderReason | null;
  payment: PaymentStep;
  attempt: number;
  totalMinor: number;
  refundedMinor: number;
  currency: string;
  buyerEmail: string;
  buyerName: string;
  deadlineSaleMs: number;
  accessGeneration: number;
  createdAt: Date;
  lines: { label: string; priceMinor: number }[];
}

export interface PaidOrder {
  saleId: string;
  fanKey: string;
  admissionId: string | null;
}

export type InsertResult =
  | { kind: 'inserted' }
  | { kind: 'exists' }
  | { kind: 'epoch_over' }
  | { kind: 'limit_exceeded' }
  | { kind: 'intents_spent' };
export type AuthorizeResult = { kind: 'moved' } | { kind: 'unchanged' } | { kind: 'refused'; constraint: string };

type Row = Omit<OrderRecord, 'deadlineSaleMs'> & { deadlineSaleMs: bigint };

const selectOrder = Prisma.sql`
  SELECT id, sale_id AS "saleId", fan_key AS "fanKey", admission_id AS "admissionId", hold_id AS "holdId",
    idempotency_key AS "idempotencyKey", body_hash AS "bodyHash", epoch, state, reason, payment, attempt,
    total_minor AS "totalMinor", refunded_minor AS "refundedMinor", currency, buyer_email AS "buyerEmail",
    buyer_name AS "buyerName", deadline_sale_ms AS "deadlineSaleMs", access_generation AS "accessGeneration",
    created_at AS "createdAt",
    (SELECT json_agg(json_build_object('label', label, 'priceMinor', price_minor) ORDER BY n)
     FROM order_item WHERE order_id = orders.id) AS lines
  FROM orders`;

/** Orders in Postgres. Each change is one statement of *.sql.ts; a boolean says whether the order moved. */
@Injectable()
export class OrdersRepository {
  constructor(private readonly prisma: PrismaService) {}

  async byId(id: string): Promise<OrderRecord | null> {
    return await this.one(Prisma.sql`${selectOrder} WHERE id = ${id}`);
  }

  async byKey(fanKey: string, idempotencyKey: string): Promise<OrderRecord | null> {
    return await this.one(Prisma.sql`${selectOrder} WHERE fan_key = ${fanKey} AND idempotency_key = ${idempotencyKey}`);
  }

  /** Of these orders, the ones that need not wait for an intent: it is there, or not wanted any more. */
  async withIntent(ids: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM orders WHERE id = ANY(${[...ids]}::text[]) AND (payment <> 'creating' OR state <> 'pending')`;
    return rows.map(({ id }) => id);
  }

  async stepOf(id: string): Promise<{ state: OrderStep; attempt: number } | null> {
    const row = await this.prisma.order.findUnique({ where: { id }, select: { state: true, attempt: true } });
    return row && { state: row.state as OrderStep, attempt: row.attempt };
  }

  async insert(order: NewOrder): Promise<InsertResult> {
    try {
      const [row] = await this.prisma.$queryRaw<{ current: boolean; inserted: boolean; spent: boolean }[]>(
        insertOrder(order),
      );
      if (row?.inserted) return { kind: 'inserted' };
      if (row?.current && row.spent) return { kind: 'intents_spent' };
      return row?.current ? { kind: 'exists' } : { kind: 'epoch_over' };
    } catch (error) {
      if (refusedConstraint(error) === 'quota_within_max') return { kind: 'limit_exceeded' };
      throw error;
    }
  }

  /** Sells it, or says which constraint refused; nothing is written then. */
  async authorize(authorization: Authorization): Promise<AuthorizeResult> {
    try {
      return { kind: (await this.moved(authorizeOrder(authorization))) ? 'moved' : 'unchanged' };
    } catch (error) {
      const constraint = refusedConstraint(error);
      if (constraint === null) throw error;
      return { kind: 'refused', constraint };
    }
  }

  async askForPayment(orderId: string, saleId: string): Promise<boolean> {
    return await this.moved(askForPayment(orderId, saleId));
  }

  async openPayment(orderId: string, attempt: number): Promise<boolean> {
    return await this.moved(openPayment(orderId, attempt));
  }

  /** @returns whose order is paid now, or null when it did not move */
  async pay(orderId: string, attempt: number): Promise<PaidOrder | null> {
    const [row] = await this.prisma.$queryRaw<PaidOrder[]>(endings.payOrder(orderId, attempt));
    return row ?? null;
  }

  async voidPending(orderId: string, attempt: number, reason: OrderReason): Promise<boolean> {
    return await this.moved(endings.voidPending(orderId, attempt, reason));
  }

  async voidAuthorized(orderId: string, attempt: number, reason: OrderReason): Promise<boolean> {
    return await this.moved(endings.voidAuthorized(orderId, attempt, reason));
  }

  async startCancel(orderId: string, reason: OrderReason): Promise<boolean> {
    return await this.moved(endings.startCancel(orderId, reason));
  }

  /** @returns how many orders were taken, at most `limit` */
  async startCancelDue(saleId: string, nowSaleMs: number, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>(endings.startCancelDue(saleId, nowSaleMs, limit));
    return rows.map(({ id }) => id);
  }

  async endUnasked(
    orderId: string,
    to: 'expired' | 'canceled',
    reason: OrderReason,
    stock: endings.StockReturnKind,
  ): Promise<boolean> {
    return await this.moved(endings.endUnasked(orderId, to, reason, stock));
  }

  async endCanceled(orderId: string, attempt: number): Promise<boolean> {
    return await this.moved(endings.endCanceled(orderId, attempt));
  }

  /** @returns declines so far, or null when the order is not pending any more */
  async countDecline(orderId: string, attempt: number): Promise<number | null> {
    const [row] = await this.prisma.$queryRaw<{ declines: number }[]>(endings.countDecline(orderId, attempt));
    return row?.declines ?? null;
  }

  async cancelAttempt(orderId: string, attempt: number): Promise<void> {
    await this.prisma.$executeRaw(endings.cancelAttempt(orderId, attempt));
  }

  async askForRefund(orderId: string): Promise<boolean> {
    return await this.moved(endings.askForRefund(orderId));
  }

  async giveBack(orderId: string, attempt: number, amountMinor: number): Promise<void> {
    await this.prisma.$executeRaw(endings.giveBack(orderId, attempt, amountMinor));
  }

  async applyRefund(orderId: string, totalRefundedMinor: number): Promise<boolean> {
    return await this.moved(endings.applyRefund(orderId, totalRefundedMinor));
  }

  /** @returns whether any of the orders has ended, so that its stock is freed once more */
  async returnAgain(orderIds: readonly string[]): Promise<boolean> {
    return orderIds.length > 0 && (await this.moved(endings.returnAgain(orderIds)));
  }

  async moveToAttention(orderId: string): Promise<boolean> {
    return await this.moved(endings.moveToAttention(orderId));
  }

  async noteAttention(note: endings.AttentionNote): Promise<void> {
    await this.prisma.$executeRaw(endings.noteAttention(note));
  }

  /** Sales that have orders whose time can run out. */
  async salesWithPending(): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ sale_id: string }[]>`
      SELECT DISTINCT sale_id FROM orders WHERE state = 'pending'`;
    return rows.map((row) => row.sale_id);
  }

  /** Due orders that never asked for money. */
  async unaskedDue(saleId: string, nowSaleMs: number, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM orders
      WHERE sale_id = ${saleId} AND state = 'pending' AND payment = 'none' AND deadline_sale_ms <= ${nowSaleMs}::bigint
      ORDER BY deadline_sale_ms LIMIT ${limit}::int`;
    return rows.map(({ id }) => id);
  }

  /** The columns are text whose values CHECKs of the guards migration allow. */
  private async one(query: Prisma.Sql): Promise<OrderRecord | null> {
    const [row] = await this.prisma.$queryRaw<Row[]>(query);
    return row ? { ...row, deadlineSaleMs: Number(row.deadlineSaleMs) } : null;
  }

  private async moved(statement: Prisma.Sql): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<unknown[]>(statement);
    return rows.length > 0;
  }
}
