import { Injectable } from '@nestjs/common';
import type { AvailabilityShape, SectionShape } from '../contract/shapes.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';
import { StoreAwayError } from '../platform/store-away.js';
import { AvailabilityAnnouncer } from './availability/availability-announcer.js';
import { AvailabilityService } from './availability/availability.service.js';
import { HoldScripts } from './holds/hold-scripts.js';
import { MAX_EXPIRE_PER_CALL } from './inventory.bounds.js';
import { isAway } from './inventory.store.js';
import type {
  CommitResult,
  CommittedOrder,
  CommittedUnits,
  CreateStockResult,
  ExtendResult,
  Hold,
  HoldPermit,
  HoldRequest,
  HoldResult,
  OrderUnit,
  PoolRow,
  ReactivateResult,
  RebuildReport,
  ReleaseResult,
  ReturnResult,
  SeatMapDraft,
  StockFigures,
  StockTicketType,
  Sweep,
  SwapRequest,
  SwapResult,
} from './inventory.types.js';
import type { StockWriter } from './inventory.repository.js';
import { Rebuild } from './rebuild/rebuild.js';
import { StockService } from './stock/stock.service.js';

/**
 * Stock and holds. Redis decides holds, one script each, all or nothing; Postgres keeps what there is to sell.
 * Every verb may be repeated after a lost answer.
 */
@Injectable()
export class InventoryService {
  constructor(
    private readonly desk: HoldScripts,
    private readonly stock: StockService,
    private readonly rebuilding: Rebuild,
    private readonly seen: AvailabilityService,
    private readonly announcer: AvailabilityAnnouncer,
  ) {}

  /** Writes pools and seats of a new sale, or says which fields are wrong and writes nothing. */
  createStock(
    saleId: string,
    ticketTypes: readonly StockTicketType[],
    seatMap: SeatMapDraft | null,
    tx?: StockWriter,
  ): Promise<CreateStockResult> {
    return this.stock.create(saleId, ticketTypes, seatMap, tx);
  }

  /** Forgets the stock of a sale that was never published, so that it can be written anew. */
  removeStock(saleId: string, tx?: StockWriter): Promise<void> {
    return this.stock.remove(saleId, tx);
  }

  /** Pools of a sale from Postgres, as they are now; `sold` counts tickets of orders with money reserved. */
  pools(saleId: string): Promise<PoolRow[]> {
    return this.stock.pools(saleId);
  }

  /**
   * Writes the sale's stock into Redis: free but for what is withdrawn or in `committed` (best-founded orders first). Only
   * while the queue has the sale closed for this epoch. Throws when it cannot finish; then the recovery begins again.
   */
  async rebuild(saleId: string, epoch: number, committed: readonly CommittedUnits[]): Promise<RebuildReport> {
    const report = await this.rebuilding.run(saleId, epoch, committed);
    this.announcer.touch(saleId);
    return report;
  }

  /** Holds everything that is asked for, or nothing. The same idempotency key gives the same hold, also when it has ended. */
  async hold(request: HoldRequest): Promise<HoldResult> {
    return this.told(request.saleId, await this.desk.hold(request), 'held');
  }

  /** Other units instead, in one step; refused, the hold stays as it was. Deadline and limit never change. */
  async swap(request: SwapRequest): Promise<SwapResult> {
    return this.told(request.saleId, await this.desk.swap(request), 'swapped');
  }

  /** Once, and never past the longest life set at the beginning. */
  extend(saleId: string, stamp: EpochStamp, holdId: string, permit: HoldPermit): Promise<ExtendResult> {
    return this.desk.extend(saleId, stamp, holdId, permit);
  }

  /** Idempotent: a hold that has ended already stays as it ended. */
  async release(saleId: string, stamp: EpochStamp, holdId: string, fanKey: string): Promise<ReleaseResult> {
    return this.told(saleId, await this.desk.release(saleId, stamp, holdId, fanKey), 'released');
  }

  /** The fan's own hold, ended ones included for some hours; null when unknown or another fan's. Rejects while Redis is away. */
  async getHold(saleId: string, holdId: string, fanKey: string): Promise<Hold | null> {
    const hold = await this.desk.read(saleId, holdId, fanKey);
    // no answer is not a no: a page that hears 404 forgets its hold
    if (isAway(hold)) throw new StoreAwayError('a hold');
    return hold;
  }

  /**
   * Gives the hold's units to the order; again for the same order changes nothing.
   * @param revision of the hold that the order was written for: swapped meanwhile, it is `expired`. 0 takes any.
   */
  async commit(
    saleId: string,
    stamp: EpochStamp,
    holdId: string,
    fanKey: string,
    orderId: string,
    revision = 0,
  ): Promise<CommitResult> {
    return this.told(saleId, await this.desk.commit(saleId, stamp, holdId, fanKey, orderId, revision), 'committed');
  }

  /** Frees an ended order's units, in any epoch; an unknown order has none, which is success. */
  async releaseOrder(saleId: string, orderId: string): Promise<ReturnResult> {
    return this.told(saleId, await this.stock.releaseOrder(saleId, orderId), 'done');
  }

  /** Frees what an order does not keep; what it never had is not given to it. */
  async shrinkOrder(saleId: string, orderId: string, kept: readonly OrderUnit[]): Promise<ReturnResult> {
    return this.told(saleId, await this.stock.shrinkOrder(saleId, orderId, kept), 'done');
  }

  /** A canceled order's units go back to the fan's hold while its old deadline is ahead, else to everybody. */
  async reactivate(saleId: string, orderId: string): Promise<ReactivateResult> {
    const result = await this.stock.reactivate(saleId, orderId);
    this.announcer.touch(saleId);
    return result;
  }

  /** Ends overdue holds and offers returned units, at most `limit` of each; null when Redis is away or refuses. */
  async sweep(saleId: string, stamp: EpochStamp, limit: number): Promise<Sweep | null> {
    const swept = await this.stock.sweep(saleId, stamp, Math.min(limit, MAX_EXPIRE_PER_CALL));
    if (swept && swept.ended > 0) this.announcer.touch(saleId);
    return swept;
  }

  /**
   * The counts of every pool at one instant; null while Redis is away or the stock is being rebuilt, and before its first
   * rebuild. With `recount` the seats are counted one by one too.
   */
  figures(saleId: string, { recount = false }: { recount?: boolean } = {}): Promise<StockFigures | null> {
    return this.stock.figures(saleId, recount);
  }

  /** `detailed` adds free counts, which are for holders of a pass. Answers from memory or Postgres while Redis is away. */
  availability(saleId: string, { detailed }: { detailed: boolean }): Promise<AvailabilityShape> {
    return this.seen.of(saleId, detailed);
  }

  /** Seat by seat, for holders of a pass; null when there is no such section, or Redis is away. */
  section(saleId: string, key: string): Promise<SectionShape | null> {
    return this.seen.section(saleId, key);
  }

  /**
   * Orders that own units in Redis, a page at a time: begin with cursor '0', end when `next` is '0'. An order may come
   * twice. Null while Redis is away or the stock is being rebuilt.
   */
  committedUnits(saleId: string, cursor: string): Promise<{ next: string; orders: CommittedOrder[] } | null> {
    return this.stock.committedUnits(saleId, cursor);
  }

  /** Units that the fan holds, is paying for or has bought, of these ticket types together; null while Redis is away. */
  async unitsOfFan(saleId: string, fanKey: string, ticketTypeIds: readonly string[]): Promise<number | null> {
    return await this.stock.unitsOfFan(saleId, fanKey, ticketTypeIds);
  }

  private told<R extends { kind: string }>(saleId: string, result: R, changed: R['kind']): R {
    if (result.kind === changed) this.announcer.touch(saleId);
    return result;
  }
}
