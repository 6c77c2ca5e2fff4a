import { Injectable } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import { StuckPaymentsService } from '../../payments/watch/stuck-payments.service.js';
import { type StuckPaymentKind, stuckPaymentKinds } from '../../payments/watch/stuck-payments.types.js';
import { DrawService } from '../../queue/draw/draw.service.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import type { AttentionRow } from './attention.repository.js';
import { type DueSale, StuckOrdersRepository } from './stuck-orders.repository.js';
import type { StuckRow, StuckSource } from './stuck.types.js';

/** Upper bound of sales counted as awaiting their draw. */
const MAX_DRAWS = 1_000;

/** All queues whose rows must progress; other rooms register theirs. */
@Injectable()
export class StuckRows {
  private readonly added: StuckSource[];

  constructor(
    private readonly orders: StuckOrdersRepository,
    private readonly ofPayments: StuckPaymentsService,
    private readonly payments: PaymentsService,
    private readonly draws: DrawService,
    private readonly lineFigures: FiguresService,
  ) {
    this.added = [
      this.orderSource(),
      this.returnSource(),
      this.drawSource(),
      ...stuckPaymentKinds.map((kind) => this.paymentSource(kind)),
    ];
  }

  get sources(): readonly StuckSource[] {
    return this.added;
  }

  add(source: StuckSource): void {
    this.added.push(source);
  }

  /** Retries at once what the item's row waits for. Also done if the row has moved meanwhile and needs no retry. */
  async wakeUp({ kind, detail }: Pick<AttentionRow, 'kind' | 'detail'>): Promise<'done' | 'not_possible'> {
    const source = this.added.find((candidate) => candidate.kind === kind);
    const ref = (detail as { ref?: unknown } | null)?.ref;
    if (!source || typeof ref !== 'string') return 'not_possible';
    if (await source.wakeUp(ref)) {
      this.payments.wake();
      this.payments.wakeRefunds();
    }
    return 'done';
  }

  /** Lets a draw do without the beacon it waits for; the scheduler then opens the sale. */
  async openWithoutBeacon({ saleId }: Pick<AttentionRow, 'saleId'>, actor: string): Promise<'done' | 'not_possible'> {
    if (saleId === null) return 'not_possible';
    return (await this.draws.skipBeacon(saleId, actor)) === 'early' ? 'not_possible' : 'done';
  }

  private orderSource(): StuckSource {
    return {
      kind: 'stuck_order',
      find: async (minutes, limit, known) => [
        ...(await this.orders.onTheirWay(minutes, limit, known)),
        ...(await this.overdue(minutes, limit, known)),
      ],
      waiting: (refs, minutes) => this.orders.ordersWaiting(refs, minutes),
      backlog: () => this.orders.ordersBacklog(),
      wakeUp: (ref) => this.orders.askAgain(ref),
    };
  }

  /** Skips sales whose time is unavailable; while sale time stands still, no deadline passes. */
  private async overdue(minutes: number, limit: number, known: readonly string[]): Promise<StuckRow[]> {
    const due: DueSale[] = [];
    for (const saleId of await this.orders.salesPending(minutes)) {
      const now = await this.lineFigures.now(saleId).catch(() => null);
      if (now !== null) due.push({ saleId, beforeSaleMs: now - minutes * 60_000 });
    }
    return due.length === 0 ? [] : await this.orders.overdue(due, minutes, limit, known);
  }

  private returnSource(): StuckSource {
    return {
      kind: 'stuck_return',
      find: (_minutes, limit, known) => this.orders.returns(limit, known),
      waiting: (refs) => this.orders.returnsWaiting(refs),
      backlog: () => this.orders.returnsBacklog(),
      wakeUp: (ref) => this.orders.wakeReturn(ref),
    };
  }

  /** Ignores the watchdog's usual threshold, because these sales should be open already. */
  private drawSource(): StuckSource {
    return {
      kind: 'stuck_draw',
      find: async (_minutes, limit, known) =>
        (await this.draws.awaitingBeacon(MAX_DRAWS))
          .filter(({ saleId }) => !known.includes(saleId))
          .slice(0, limit)
          .map(({ saleId }) => ({ ref: saleId, orderId: null, saleId, detail: { ref: saleId } })),
      waiting: async () => (await this.draws.awaitingBeacon(MAX_DRAWS)).map(({ saleId }) => saleId),
      backlog: async () => {
        const waiting = await this.draws.awaitingBeacon(MAX_DRAWS, 0);
        return { rows: waiting.length, oldestSeconds: waiting[0]?.seconds ?? 0 };
      },
      wakeUp: () => Promise.resolve(true), // the beacon is requested every second anyway
    };
  }

  private paymentSource(kind: StuckPaymentKind): StuckSource {
    return {
      kind,
      find: async (minutes, limit, known) =>
        (await this.ofPayments.find(kind, minutes, limit, known)).map(({ ref, orderId, what, answer }) => ({
          ref,
          orderId,
          detail: { ref, what, answer },
        })),
      waiting: (refs, minutes) => this.ofPayments.waiting(kind, refs, minutes),
      backlog: () => this.ofPayments.backlog(kind),
      wakeUp: (ref) => this.ofPayments.wakeUp(kind, ref),
    };
  }
}
