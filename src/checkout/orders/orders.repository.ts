import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { readsTogether } from '../../platform/batch/reads-together.js';
import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { IntentAuthorized, IntentCaptured, IntentOpened, PaymentWish } from '../../payments/payments.types.js';
import { type Authorization, authorizeOrder, authorizeOrders } from '../facts/authorize.sql.js';
import { countsByCard } from '../limits/counted.sql.js';
import { type AttentionNote, noteAttention } from '../attention/attention-notes.sql.js';
import * as endings from '../facts/endings.sql.js';
import type { StockReturnKind } from '../facts/moved-orders.sql.js';
import * as paying from '../facts/paying.sql.js';
import { refusedConstraint } from '../../platform/prisma/refused-constraint.js';
import type { OrderReason } from '../../contract/orders/order-reasons.js';
import type { OrderStep, PaymentStep } from './order.state.js';
import { orderColumns } from './order-columns.sql.js';
import { askForPayments, insertOrders, type NewOrder, openOrders, openPayment } from './orders.sql.js';
import type {
  AskedPayment,
  AuthorizeResult,
  Declined,
  InsertResult,
  OrderOfHold,
  OrderRecord,
  PaidOrder,
} from './orders.types.js';

type Row = Omit<OrderRecord, 'deadlineSaleMs'> & { deadlineSaleMs: bigint };
type PaidRow = Omit<PaidOrder, 'deadlineSaleMs'> & { deadlineSaleMs: bigint };

const selectOrder = Prisma.sql`SELECT ${orderColumns} FROM orders`;

/** Orders in Postgres. Each change is one statement of a *.sql.ts file; a boolean tells whether the order moved. */
@Injectable()
export class OrdersRepository {
  private readonly read = readsTogether(async (ids) => {
    const rows = await this.prisma.rows<Row>(Prisma.sql`${selectOrder} WHERE id = ANY(${ids}::text[])`);
    return new Map(rows.map((row) => [row.id, recordOf(row)]));
  });

  constructor(private readonly prisma: PrismaService) {}

  async byId(id: string): Promise<OrderRecord | null> {
    return (await this.read(id)) ?? null;
  }

  async byKey(fanKey: string, idempotencyKey: string): Promise<OrderRecord | null> {
    return await this.one(Prisma.sql`${selectOrder} WHERE fan_key = ${fanKey} AND idempotency_key = ${idempotencyKey}`);
  }

  /** Finds an order by its key, also after its admission has ended, as payment ends it. */
  async byAdmissionKey(admissionId: string, idempotencyKey: string): Promise<OrderRecord | null> {
    return await this.one(Prisma.sql`
      ${selectOrder} WHERE admission_id = ${admissionId} AND idempotency_key = ${idempotencyKey}`);
  }

  /** Returns the order that keeps this fan from placing another one. */
  async openOf(saleId: string, fanKey: string): Promise<string | null> {
    const [row] = await this.prisma.rows<{ id: string }>(Prisma.sql`
      SELECT id FROM orders WHERE sale_id = ${saleId} AND fan_key = ${fanKey} AND state IN ('pending', 'canceling')`);
    return row?.id ?? null;
  }

  /** Finds the latest order of a hold, with its units, for when Redis no longer knows the hold. */
  async ofHold(admissionId: string, holdId: string): Promise<OrderOfHold | null> {
    const [row] = await this.prisma.rows<OrderOfHold>(Prisma.sql`
      SELECT id, state, currency, total_minor::float8 AS "totalMinor", charges, created_at AS "createdAt",
        (SELECT json_agg(json_build_object('ticketTypeId', ticket_type_id, 'seatId', seat_id, 'label', label,
                                           'priceMinor', price_minor) ORDER BY n)
         FROM order_item WHERE order_id = orders.id) AS units
      FROM orders WHERE admission_id = ${admissionId} AND hold_id = ${holdId} ORDER BY created_at DESC LIMIT 1`);
    return row ?? null;
  }

  /** Returns those of the orders that no longer wait for an intent: it exists, or the order is not pending. */
  async withIntent(ids: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.rows<{ id: string }>(Prisma.sql`
      SELECT id FROM orders WHERE id = ANY(${[...ids]}::text[]) AND (payment NOT IN ('none', 'creating') OR state <> 'pending')`);
    return rows.map(({ id }) => id);
  }

  /** Returns whether the provider refused an intent of this fan, which points to a fault of ours. */
  async isRefusedIntents(fanKey: string): Promise<boolean> {
    const where = { fanKey, reason: 'intent_refused' };
    return (await this.prisma.order.count({ where, take: 1 })) > 0;
  }

  async stepOf(id: string): Promise<{ state: OrderStep; attempt: number } | null> {
    const row = await this.prisma.order.findUnique({ where: { id }, select: { state: true, attempt: true } });
    return row && { state: row.state as OrderStep, attempt: row.attempt };
  }

  /** Inserts orders, one result each. Throws if any one exceeds a quota, which fails the batch: see isRefusal. */
  async insertAll(orders: readonly NewOrder[]): Promise<InsertResult[]> {
    const rows = await this.prisma.rows<{ id: string } & Inserted>(insertOrders(orders));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return orders.map(({ id }) => insertResult(byId.get(id)));
  }

  /** Requests the intents of orders; null for each that did not move. */
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

  /** Sells orders and returns those that moved, by id. Throws if any one cannot be sold: see isRefusal. */
  async authorizeAll(
    news: readonly IntentAuthorized[],
    leaseSeconds: number,
  ): Promise<Map<string, { attempt: number; wish: PaymentWish | null }>> {
    const rows = await this.prisma.rows<{ orderId: string; attempt: number; wish: PaymentWish | null }>(
      authorizeOrders(news, leaseSeconds),
    );
    return new Map(rows.map(({ orderId, ...rest }) => [orderId, rest]));
  }

  /** @returns the orders that became paid */
  async payAll(news: readonly IntentCaptured[]): Promise<PaidOrder[]> {
    return (await this.prisma.rows<PaidRow>(paying.payOrders(news))).map(recordOf);
  }

  async byPartnerKey(partnerId: string, idempotencyKey: string): Promise<OrderRecord | null> {
    return await this.one(
      Prisma.sql`${selectOrder} WHERE partner_id = ${partnerId} AND idempotency_key = ${idempotencyKey}`,
    );
  }

  /** Finds the order of a partner's payment; ignores expired and canceled ones. */
  async byReference(partnerId: string, reference: string): Promise<OrderRecord | null> {
    return await this.one(Prisma.sql`
      ${selectOrder} WHERE partner_id = ${partnerId} AND external_reference = ${reference} AND state NOT IN ('expired', 'canceled')`);
  }

  /** Cancels a partner's order: voids its tickets and frees its stock. */
  async cancelExternal(orderId: string, reason: OrderReason, entry: AuditEntry | null = null): Promise<boolean> {
    return await this.moved(endings.cancelExternal(orderId, reason, entry));
  }

  /** Sells an order without a charge. Returns the order, the constraint that refused it, or null if it did not move. */
  async payUncharged(
    orderId: string,
    saleId: string,
    seller: string | null,
  ): Promise<PaidOrder | { constraint: string } | null> {
    try {
      const [row] = await this.prisma.$queryRaw<PaidRow[]>(paying.payUnchargedOrder(orderId, saleId, seller));
      return row ? recordOf(row) : null;
    } catch (error) {
      const constraint = refusedConstraint(error);
      if (constraint === null) throw error;
      return { constraint };
    }
  }

  /** Sells an order, or returns the constraint that refused it, in which case nothing is written. */
  async authorize(authorization: Authorization): Promise<AuthorizeResult> {
    try {
      return { kind: (await this.moved(authorizeOrder(authorization))) ? 'moved' : 'unchanged' };
    } catch (error) {
      const constraint = refusedConstraint(error);
      if (constraint === null) throw error;
      return { kind: 'refused', constraint };
    }
  }

  async countsByCard(orderId: string): Promise<boolean> {
    const rows = await this.prisma.rows<object>(Prisma.sql`
      SELECT id FROM orders WHERE id = ${orderId} AND ${countsByCard(Prisma.sql`counted`)}`);
    return rows.length > 0;
  }

  async openPayment(orderId: string, attempt: number): Promise<boolean> {
    return await this.moved(openPayment(orderId, attempt));
  }

  /** @returns the order that became paid, or null if it did not move */
  async pay(orderId: string, attempt: number): Promise<PaidOrder | null> {
    const [row] = await this.prisma.rows<PaidRow>(paying.payOrder(orderId, attempt));
    return row ? recordOf(row) : null;
  }

  async voidPending(orderId: string, attempt: number, reason: OrderReason): Promise<boolean> {
    return await this.moved(endings.voidPending(orderId, attempt, reason));
  }

  async voidAuthorized(orderId: string, attempt: number, reason: OrderReason): Promise<boolean> {
    return await this.moved(endings.voidAuthorized(orderId, attempt, reason));
  }

  async startCancel(orderId: string, reason: OrderReason, entry: AuditEntry | null = null): Promise<boolean> {
    return await this.moved(endings.startCancel(orderId, reason, entry));
  }

  /** @returns the ids of the orders that moved, at most `limit` */
  async startCancelDue(saleId: string, nowSaleMs: number, limit: number): Promise<string[]> {
    const rows = await this.prisma.rows<{ id: string }>(endings.startCancelDue(saleId, nowSaleMs, limit));
    return rows.map(({ id }) => id);
  }

  async endUnasked(
    orderId: string,
    to: 'expired' | 'canceled',
    reason: OrderReason,
    stock: StockReturnKind,
    entry: AuditEntry | null = null,
  ): Promise<boolean> {
    return await this.moved(endings.endUnasked(orderId, to, reason, stock, entry));
  }

  async endCanceled(orderId: string, attempt: number, reason?: OrderReason): Promise<boolean> {
    return await this.moved(endings.endCanceled(orderId, attempt, reason));
  }

  async endVoidedByRefund(orderId: string, attempt: number): Promise<boolean> {
    return await this.moved(endings.endVoidedByRefund(orderId, attempt));
  }

  async voidUnsold(orderId: string, attempt: number, reason: OrderReason): Promise<boolean> {
    return await this.moved(endings.voidUnsold(orderId, attempt, reason));
  }

  /** Returns whether the order is pending and has its intent. */
  async isOpen(orderId: string, attempt: number): Promise<boolean> {
    const where = { id: orderId, attempt, state: 'pending', payment: { notIn: ['none', 'creating'] } };
    return (await this.prisma.order.count({ where })) > 0;
  }

  /** Records that the intent of an order in attention was canceled; false if the order is no longer there. */
  async noteCanceled(orderId: string, attempt: number): Promise<boolean> {
    return await this.notePayment(orderId, attempt, 'canceled');
  }

  async noteCaptured(orderId: string, attempt: number): Promise<boolean> {
    return await this.notePayment(orderId, attempt, 'captured');
  }

  private async notePayment(orderId: string, attempt: number, payment: PaymentStep): Promise<boolean> {
    const where = { id: orderId, attempt, state: 'needs_attention' };
    return (await this.prisma.order.updateMany({ where, data: { payment } })).count > 0;
  }

  /** @returns declines of the order and of its whole admission, or null if the order is no longer pending */
  async countDecline(fact: endings.DeclineRef): Promise<Declined | null> {
    const counted = endings.countDecline(fact);
    const [row] = await this.prisma.rows<Declined>(counted);
    return row ?? null;
  }

  async cancelAttempt(orderId: string, attempt: number): Promise<void> {
    await this.prisma.$executeRaw(endings.cancelAttempt(orderId, attempt));
  }

  /** @returns whether any of the orders has ended, in which case its stock return is queued again */
  async returnAgain(orderIds: readonly string[]): Promise<boolean> {
    return orderIds.length > 0 && (await this.moved(endings.returnAgain(orderIds)));
  }

  async moveToAttention(orderId: string): Promise<boolean> {
    return await this.moved(endings.moveToAttention(orderId));
  }

  /** Invalidates all earlier access tokens and links. */
  async renewAccess(id: string): Promise<void> {
    await this.prisma.order.update({ where: { id }, data: { accessGeneration: { increment: 1 } } });
  }

  async noteAttention(note: AttentionNote): Promise<void> {
    await this.prisma.$executeRaw(noteAttention(note));
  }

  /** Returns the sales with pending orders, which may expire. */
  async salesWithPending(): Promise<string[]> {
    const rows = await this.prisma.rows<{ sale_id: string }>(Prisma.sql`
      SELECT DISTINCT sale_id FROM orders WHERE state = 'pending'`);
    return rows.map((row) => row.sale_id);
  }

  /** Returns pending orders past their deadline that never requested payment. */
  async unaskedDue(saleId: string, nowSaleMs: number, limit: number): Promise<string[]> {
    const rows = await this.prisma.rows<{ id: string }>(Prisma.sql`
      SELECT id FROM orders
      WHERE sale_id = ${saleId} AND state = 'pending' AND payment = 'none' AND deadline_sale_ms <= ${nowSaleMs}::bigint
      ORDER BY deadline_sale_ms LIMIT ${limit}::int`);
    return rows.map(({ id }) => id);
  }

  /** Casts text columns to unions; CHECKs of the guards migration enforce their values. */
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

interface Inserted {
  current: boolean;
  canceled: boolean;
  inserted: boolean;
  spent: boolean;
}

function insertResult(row: Inserted | undefined): InsertResult {
  if (row?.inserted) return { kind: 'inserted' };
  if (!row?.current) return { kind: 'epoch_over' };
  if (row.canceled) return { kind: 'show_canceled' };
  return { kind: row.spent ? 'intents_spent' : 'exists' };
}
