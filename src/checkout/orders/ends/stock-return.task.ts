import { Injectable, Logger } from '@nestjs/common';
import { StockService } from '../../../inventory/stock/stock.service.js';
import type { ReactivateResult } from '../../../inventory/holds/hold.types.js';
import { groupBy } from '../../../platform/batch/reads-together.js';
import { PeriodicTask } from '../../../platform/lifecycle/periodic-task.js';
import { doublingDelayMs } from '../../../platform/work/retry.rules.js';
import { type StockReturn, StockReturnsRepository } from './stock-returns.repository.js';

const BATCH = 100;
const AT_ONCE = 4;
const BUSY_EVERY_MS = 250;
const IDLE_EVERY_MS = 1_000;
const BUSY_FOR_MS = 10_000;
/** Full batches per round: a canceled show returns a hundred thousand orders, and other sales' returns wait behind. */
const BATCHES = 20;
type Answer = 'done' | 'lost' | 'later';
const PAUSES = { firstMs: 500, longestMs: 60_000 };

/** Returns committed stock to Redis. Idempotent by order id. */
@Injectable()
export class StockReturnTask extends PeriodicTask {
  readonly name = 'checkout-stock-return';
  private readonly log = new Logger('StockReturn');
  /** Per sale and round; shorter than the lease of a row. */
  protected readonly withinMs: number = 10_000;
  private foundAt = Number.NEGATIVE_INFINITY;

  /** Polls often after recent work, rarely otherwise. */
  override get everyMs(): number {
    return performance.now() - this.foundAt < BUSY_FOR_MS ? BUSY_EVERY_MS : IDLE_EVERY_MS;
  }

  constructor(
    private readonly returns: StockReturnsRepository,
    private readonly stock: StockService,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal = new AbortController().signal): Promise<void> {
    for (let batch = 0; batch < BATCHES && !signal.aborted; batch += 1) {
      const due = await this.returns.take(BATCH);
      if (due.length > 0) this.foundAt = performance.now();
      await this.handle(due, signal);
      if (due.length < BATCH) return;
    }
  }

  private async handle(due: readonly StockReturn[], signal: AbortSignal): Promise<void> {
    const terms = {
      subjectOf: ([saleId]: [string, unknown]) => saleId,
      atOnce: AT_ONCE,
      withinMs: this.withinMs,
      signal,
    };
    await this.each([...groupBy(due, ({ saleId }) => saleId)], terms, ([, rows]) => this.giveBackAll(rows));
  }

  private async giveBackAll(rows: readonly StockReturn[]): Promise<void> {
    const done: StockReturn[] = [];
    /** Closed and lost by Redis: asked once, not for each order. */
    let isLost = false;
    for (const row of rows) {
      const answer: Answer = isLost ? 'lost' : await this.isolated(row);
      isLost ||= answer === 'lost';
      if (answer !== 'later') done.push(row);
      else await this.returns.later(row.id, doublingDelayMs(PAUSES, row.tries));
    }
    if (done.length > 0) await this.returns.done(done);
  }

  /** One row that cannot be given back must not keep the others of its batch from it. */
  private async isolated(row: StockReturn): Promise<Answer> {
    try {
      return await this.giveBack(row);
    } catch (error) {
      this.log.error(`stock of ${row.orderId} of ${row.saleId} could not be given back: ${String(error)}`);
      return 'later';
    }
  }

  /** Later: while Redis is unreachable or the sale is being rebuilt, when Redis may not hold the units yet. */
  private async giveBack({ kind, saleId, orderId, isClosed }: StockReturn): Promise<Answer> {
    const result = await this.freed({ kind, saleId, orderId });
    // no later rebuild would contain the order, because it has ended
    if (result.kind === 'gone') return isClosed ? 'lost' : 'later';
    return result.kind === 'done' || result.kind === 'reactivated' ? 'done' : 'later';
  }

  private async freed({
    kind,
    saleId,
    orderId,
  }: Pick<StockReturn, 'kind' | 'saleId' | 'orderId'>): Promise<ReactivateResult> {
    switch (kind) {
      case 'release':
        return await this.stock.releaseOrder(saleId, orderId);
      case 'reactivate':
        return await this.stock.reactivate(saleId, orderId);
      case 'shrink':
        return await this.stock.shrinkOrder(saleId, orderId, await this.returns.keptBy(orderId));
    }
  }
}
