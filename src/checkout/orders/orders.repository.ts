import { Injectable } from '@nestjs/common';
import type { PriceLine } from '../../contract/pricing.js';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { IntentAuthorized, IntentCaptured, IntentOpened, PaymentWish } from '../../payments/payments.types.js';
import { type Authorization, authorizeOrder, authorizeOrders } from '../facts/authorize.sql.js';
import { noteDispute } from '../attention/attention.sql.js';
import type { DisputeStatus } from '../../payments/payments.events.js';
import * as endings from '../facts/endings.sql.js';
import { refusedConstraint } from '../../platform/prisma/refused-constraint.js';
import type { OrderReason, OrderStep, PaymentStep } from './order.state.js';
import { orderColumns } from './order-columns.sql.js';
import { askForPayments, insertOrders, type NewOrder, openOrders, openPayment } from './orders.sql.js';

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
  dispute: DisputeStatus | null;
  payment: PaymentStep;
  attempt: number;
  totalMinor: number;
  refundedMinor: number;
  currency: string;
  channel: string;
  /** The partner that sold it and has its money; null: sold here. */
  partnerId: string | null;
  /** How that partner names the payment. */
  externalReference: string | null;
  buyerEmail: string;
  buyerName: string;
  deadlineSaleMs: number;
  accessGeneration: number;
  createdAt: Date;
  lines: { label: string; priceMinor: number }[];
  /** The lines besides the tickets; null: none. */
  charges: readonly PriceLine[] | null;
}

export interface PaidOrder extends OrderRecord {
  /** Units of the fan's paid orders of the sale, this one included. */
  bought: number;
}

export type InsertResult =
  | { kind: 'inserted' }
  | { kind: 'exists' }
  | { kind: 'epoch_over' }
  | { kind: 'intents_spent' };
/** An order that has asked for its intent. */
export interface AskedPayment {
  attempt: number;
  wish: PaymentWish | null;
}
export type AuthorizeResult = { kind: 'moved' } | { kind: 'unchanged' } | { kind: 'refused'; constraint: string };

type Row = Omit<OrderRecord, 'deadlineSaleMs'> & { deadlineSaleMs: bigint };
type PaidRow = Omit<PaidOrder, 'deadlineSaleMs'> & { deadlineSaleMs: bigint };

const selectOrder = Prisma.sql`SELECT ${orderColumns} FROM orders`;

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

  /** An order that costs nothing, of an admission that may be over. */
  async freeByKey(admissionId: string, idempotencyKey: string): Promise<OrderRecord | null> {
    return await this.one(Prisma.sql`
      ${selectOrder} WHERE admission_id = ${admissionId} AND idempotency_key = ${idempotencyKey} AND total_minor = 0`);
  }

  /** Of these orders, the ones that need not wait for an intent: it is there, or not wanted any more. */
  async withIntent(ids: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.rows<{ id: string }>(Prisma.sql`
      SELECT id FROM orders WHERE id = ANY(${[...ids]}::text[]) AND (payment NOT IN ('none', 'creating') OR state <> 'pending')`);
    return rows.map(({ id }) => id);
  }

  async stepOf(id: string): Promise<{ state: OrderStep; attempt: number } | null> {
    const row = await this.prisma.order.findUnique({ where: { id }, select: { state: true, attempt: true } });
    return row && { state: row.state as OrderStep, attempt: row.attempt };
  }

  /** Writes orders, one result each. Throws when the quota of one refuses them all: see isRefusal. */
  async insertAll(orders: readonly NewOrder[]): Promise<InsertResult[]> {
    const rows = await this.prisma.rows<{ id: string; current: boolean; inserted: boolean; spent: boolean }>(
      insertOrders(orders),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return orders.map(({ id }) => insertResult(byId.get(id)));
  }

  /** Asks for the intents of orders; null for one that did not move. */
  async askForPayments(
    asked: readonly { orderId: string; saleId: string }[],
    leaseSeconds: number,
  ): Promise<(AskedPayment | null)[]> {
    const rows = await this.prisma.rows<AskedPayment & { id: string }>(askForPayments(asked, leaseSeconds));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return asked.map(({ orderId }) => byId.get(orderId) ?? null);
  }

  /** @returns the ids of the orders that moved */
  async openAll(news: readonly IntentOpened[]): Promise<Set<string>> {
    const rows = await this.prisma.rows<{ id: string }>(openOrders(news));
    return new Set(rows.map(({ id }) => id));
  }

  /** Sells orders in the usual course: those that moved, by id. Throws when one cannot be sold: see isRefusal. */
  async authorizeAll(
    news: readonly IntentAuthorized[],
    leaseSeconds: number,
  ): Promise<Map<string, { attempt: number; wish: PaymentWish | null }>> {
    const rows = await this.prisma.rows<{ orderId: string; attempt: number; wish: PaymentWish | null }>(
      authorizeOrders(news, leaseSeconds),
    );
    return new Map(rows.map(({ orderId, ...rest }) => [orderId, rest]));
  }

  /** @returns the orders that are paid now */
  async payAll(news: readonly IntentCaptured[]): Promise<PaidOrder[]> {
    return (await this.prisma.rows<PaidRow>(endings.payOrders(news))).map(recordOf);
  }

  async byPartnerKey(partnerId: string, idempotencyKey: string): Promise<OrderRecord | null> {
    return await this.one(
      Prisma.sql`${selectOrder} WHERE partner_id = ${partnerId} AND idempotency_key = ${idempotencyKey}`,
    );
  }

  /** The order that a partner's payment belongs to; one that came to nothing has none. */
  async byReference(partnerId: string, reference: string): Promise<OrderRecord | null> {
    return await this.one(Prisma.sql`
      ${selectOrder} WHERE partner_id = ${partnerId} AND external_reference = ${reference} AND state NOT IN ('expired', 'canceled')`);
  }

  /** A partner's order was undone: its tickets are void, its stock is free again. */
  async cancelExternal(orderId: string, reason: OrderReason): Promise<boolean> {
    return await this.moved(endings.cancelExternal(orderId, reason));
  }

  /** Sells an order that nothing is charged for: null when it did not move, else the order or the constraint that refused it. */
  async payUncharged(orderId: string, saleId: string): Promise<PaidOrder | { constraint: string } | null> {
    try {
      const [row] = await this.prisma.$queryRaw<PaidRow[]>(endings.payUnchargedOrder(orderId, saleId));
      return row ? recordOf(row) : null;
    } catch (error) {
      const constraint = refusedConstraint(error);
      if (constraint === null) throw error;
      return { constraint };
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

  async openPayment(orderId: string, attempt: number): Promise<boolean> {
    return await this.moved(openPayment(orderId, attempt));
  }

  /** @returns the order that is paid now, or null when it did not move */
  async pay(orderId: string, attempt: number): Promise<PaidOrder | null> {
    const [row] = await this.prisma.rows<PaidRow>(endings.payOrder(orderId, attempt));
    return row ? recordOf(row) : null;
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
    const rows = await this.prisma.rows<{ id: string }>(endings.startCancelDue(saleId, nowSaleMs, limit));
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

  async endVoidedByRefund(orderId: string, attempt: number): Promise<boolean> {
    return await this.moved(endings.endVoidedByRefund(orderId, attempt));
  }

  async voidUnsold(orderId: string, attempt: number, reason: OrderReason): Promise<boolean> {
    return await this.moved(endings.voidUnsold(orderId, attempt, reason));
  }

  /** Whether a pending order has its intent. */
  async isOpen(orderId: string, attempt: number): Promise<boolean> {
    const where = { id: orderId, attempt, state: 'pending', payment: { notIn: ['none', 'creating'] } };
    return (await this.prisma.order.count({ where })) > 0;
  }

  /** The intent of an order that waits for a person has ended; false when the order does not wait any more. */
  async noteCanceled(orderId: string, attempt: number): Promise<boolean> {
    return await this.notePayment(orderId, attempt, 'canceled');
  }

  async noteCaptured(orderId: string, attempt: number): Promise<boolean> {
    return await this.notePayment(orderId, attempt, 'captured');
  }

  /** @returns whether the order knew less before */
  async noteDispute(orderId: string, attempt: number, status: DisputeStatus): Promise<boolean> {
    return await this.moved(noteDispute(orderId, attempt, status));
  }

  private async notePayment(orderId: string, attempt: number, payment: PaymentStep): Promise<boolean> {
    const where = { id: orderId, attempt, state: 'needs_attention' };
    return (await this.prisma.order.updateMany({ where, data: { payment } })).count > 0;
  }

  /** @returns declines of the order and of its whole admission so far, or null when the order is not pending any more */
  async countDecline(orderId: string, attempt: number): Promise<{ declines: number; tried: number } | null> {
    const counted = endings.countDecline(orderId, attempt);
    const [row] = await this.prisma.rows<{ declines: number; tried: number }>(counted);
    return row ?? null;
  }

  async cancelAttempt(orderId: string, attempt: number): Promise<void> {
    await this.prisma.$executeRaw(endings.cancelAttempt(orderId, attempt));
  }

  /** @returns whether any of the orders has ended, so that its stock is freed once more */
  async returnAgain(orderIds: readonly string[]): Promise<boolean> {
    return orderIds.length > 0 && (await this.moved(endings.returnAgain(orderIds)));
  }

  async moveToAttention(orderId: string): Promise<boolean> {
    return await this.moved(endings.moveToAttention(orderId));
  }

  /** The language that the order's page was in. */
  async languageOf(id: string): Promise<string> {
    return (
      (await this.prisma.order.findUnique({ where: { id }, select: { buyerLanguage: true } }))?.buyerLanguage ?? 'en'
    );
  }

  /** From now on older access tokens and links open nothing. */
  async renewAccess(id: string): Promise<void> {
    await this.prisma.order.update({ where: { id }, data: { accessGeneration: { increment: 1 } } });
  }

  async noteAttention(note: endings.AttentionNote): Promise<void> {
    await this.prisma.$executeRaw(endings.noteAttention(note));
  }

  /** Sales that have orders whose time can run out. */
  async salesWithPending(): Promise<string[]> {
    const rows = await this.prisma.rows<{ sale_id: string }>(Prisma.sql`
      SELECT DISTINCT sale_id FROM orders WHERE state = 'pending'`);
    return rows.map((row) => row.sale_id);
  }

  /** Due orders that never asked for money. */
  async unaskedDue(saleId: string, nowSaleMs: number, limit: number): Promise<string[]> {
    const rows = await this.prisma.rows<{ id: string }>(Prisma.sql`
      SELECT id FROM orders
      WHERE sale_id = ${saleId} AND state = 'pending' AND payment = 'none' AND deadline_sale_ms <= ${nowSaleMs}::bigint
      ORDER BY deadline_sale_ms LIMIT ${limit}::int`);
    return rows.map(({ id }) => id);
  }

  /** The columns are text whose values CHECKs of the guards migration allow. */
  private async one(query: Prisma.Sql): Promise<OrderRecord | null> {
    const [row] = await this.prisma.rows<Row>(query);
    return row ? recordOf(row) : null;
  }

  private async moved(statement: Prisma.Sql): Promise<boolean> {
    const rows = await this.prisma.rows<object>(statement);
    return rows.length > 0;
  }
}

function recordOf<R extends { deadlineSaleMs: bigint }>(
  row: R,
): Omit<R, 'deadlineSaleMs'> & { deadlineSaleMs: number } {
  return { ...row, deadlineSaleMs: Number(row.deadlineSaleMs) };
}

function insertResult(row: { current: boolean; inserted: boolean; spent: boolean } | undefined): InsertResult {
  if (row?.inserted) return { kind: 'inserted' };
  if (!row?.current) return { kind: 'epoch_over' };
  return { kind: row.spent ? 'intents_spent' : 'exists' };
}
