import { Injectable } from '@nestjs/common';
import type { MoneyLike } from '../../contract/money/money.js';
import type { AttentionItemsShape, AttentionShape, ResolvedShape } from '../../contract/staff/attention-shapes.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { OrderNews } from '../orders/order-news.js';
import { publicState } from '../orders/order.state.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type { MoneyMover } from '../refunds/order-refunds.service.js';
import { AttentionExits } from './attention-exits.js';
import { AttentionRepository, type AttentionRow } from './attention.repository.js';
import { QuarantineExits } from './quarantine-exits.js';
import type { AttentionVerb } from '../../contract/staff/attention-verbs.js';
import { finalVerbs, verbsFor } from './attention.rules.js';

export interface Resolution {
  /** null stands for `keep`. */
  verb: AttentionVerb | null;
  note: string | null;
}
export type ResolveResult =
  | { kind: 'resolved'; answer: ResolvedShape }
  | { kind: 'not_found' }
  | { kind: 'above_free' }
  /** Carried out as far as possible; the item stays open. */
  | { kind: 'partly'; why: string }
  | { kind: 'not_possible'; verbs: readonly AttentionVerb[] };

const MAX_ITEMS = 200;

/** Items that need a decision of staff, and their resolution. */
@Injectable()
export class AttentionService {
  constructor(
    private readonly items: AttentionRepository,
    private readonly exits: AttentionExits,
    private readonly orders: OrdersRepository,
    private readonly payments: PaymentsService,
    private readonly news: OrderNews,
    private readonly audit: AuditService,
    private readonly quarantine: QuarantineExits,
    private readonly clock: Clock,
  ) {}

  /** Returns the oldest open items, at most 200, and how many are open. */
  async list(): Promise<AttentionItemsShape> {
    const now = this.clock.nowMs();
    const [rows, byKind] = await Promise.all([this.items.open(MAX_ITEMS), this.items.openByKind()]);
    const items = rows.map((row) => shapeOf(row, now));
    const quarantine = items.find(({ kind }) => kind === 'quarantine');
    if (quarantine) quarantine.preview = await this.quarantine.preview();
    return { items, total: byKind.reduce((sum, { count }) => sum + count, 0) };
  }

  /** Returns what an open item is about; null if there is no such item. */
  async subjectOf(id: string): Promise<{ kind: string; orderId: string | null } | null> {
    return await this.items.byId(id);
  }

  /** Returns the money of quarantined charges, by currency. */
  async quarantined(): Promise<MoneyLike[]> {
    return await this.quarantine.captured();
  }

  /** Runs the idempotent verb before closing the item, so that a crash in between leaves it open. */
  async resolve(id: string, { verb: wanted, note }: Resolution, by: MoneyMover): Promise<ResolveResult> {
    const { actor } = by;
    const item = await this.items.byId(id);
    if (!item) return { kind: 'not_found' };
    const verbs = verbsFor(item.kind, item.order);
    const verb = wanted ?? 'keep';
    if (!verbs.includes(verb)) return { kind: 'not_possible', verbs };
    const outcome = await this.exits.take(item, verb, by, note);
    if (outcome === 'not_possible') return { kind: 'not_possible', verbs: verbs.filter((other) => other !== verb) };
    if (outcome === 'above_free') return { kind: outcome };
    if (typeof outcome === 'object') return await this.partly(item, verb, by, outcome.partly);
    const undoable = verb === 'keep' && item.order?.state !== 'needs_attention';
    const data = { verb, note, kind: item.kind, order: item.orderId };
    const entry = { actor, action: 'attention.resolve', subject: id, data } as const;
    if (!(await this.items.close(id, { verb, note, undoable }, entry))) return { kind: 'not_found' };
    this.audit.wrote();
    this.payments.wake();
    const order = item.orderId === null ? null : await this.orders.stepOf(item.orderId);
    if (item.orderId !== null) void this.news.publish(item.orderId).catch(() => undefined);
    const undo = undoable ? 'possible' : 'impossible';
    return { kind: 'resolved', answer: { id, verb, orderState: order && publicState(order.state), undo } };
  }

  private async partly(
    { id, kind }: AttentionRow,
    verb: AttentionVerb,
    { actor }: MoneyMover,
    why: string,
  ): Promise<ResolveResult> {
    await this.audit.record(actor, 'attention.resolve', id, { verb, kind, partly: why });
    this.payments.wake();
    return { kind: 'partly', why };
  }

  /** Opens an item again that was kept as it was; what moved money or tickets is not undone. */
  async reopen(id: string, actor: string): Promise<Awaited<ReturnType<AttentionRepository['reopen']>>> {
    const result = await this.items.reopen(id, { actor, action: 'attention.reopen', subject: id });
    if (result === 'reopened') this.audit.wrote();
    return result;
  }
}

function shapeOf(row: AttentionRow, nowMs: number): AttentionShape {
  const { order, lastError, createdAt, ...rest } = row;
  const verbs = verbsFor(row.kind, order);
  const answer = (row.detail as { answer?: unknown } | null)?.answer;
  return {
    ...rest,
    reason: row.kind,
    orderState: order && publicState(order.state),
    verbs,
    finalVerbs: verbs.filter((verb) => finalVerbs.includes(verb)),
    providerAnswer: typeof answer === 'string' ? answer : lastError,
    createdAt: createdAt.toISOString(),
    ageSeconds: Math.max(0, Math.floor((nowMs - createdAt.getTime()) / 1000)),
  };
}
