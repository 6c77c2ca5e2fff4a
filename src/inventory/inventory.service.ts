import { Injectable } from '@nestjs/common';
import type { AvailabilityShape, SectionShape } from '../contract/shapes.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';
import { StoreAwayError } from '../platform/store-away.js';
import { AvailabilityAnnouncer } from './availability/availability-announcer.js';
import { AvailabilityService } from './availability/availability.service.js';
import type { Allocation, ChannelDraft } from './channels/channel.rules.js';
export type { Allocation } from './channels/channel.rules.js';
import { Channels, type ChannelsResult } from './channels/channels.service.js';
import type { StockBook } from './channels/stock-book.js';
export type { StockBook } from './channels/stock-book.js';
import { planCapacity, planSeats, type SeatTarget } from './stock/change.rules.js';
import type { ChangeTransaction, OpenChange } from './stock/changes.repository.js';
import { type StockChangeResult, StockChanges } from './stock/stock-changes.service.js';
export type { StockChangeResult } from './stock/stock-changes.service.js';
import { HoldScripts } from './holds/hold-scripts.js';
import { MAX_EXPIRE_PER_CALL } from './inventory.bounds.js';
import { isAway } from './inventory.store.js';
import type {
  AllocationHoldRequest,
  CommitResult,
  CommittedOrder,
  CommittedUnits,
  CreateStockResult,
  ExtendResult,
  Hold,
  HoldPermit,
  HoldRequest,
  HoldResult,
  HouseMap,
  OrderUnit,
  PoolRow,
  ReactivateResult,
  RebuildReport,
  ReleaseResult,
  ReturnResult,
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
  // more than six: the front door of the room
  constructor(
    private readonly desk: HoldScripts,
    private readonly stock: StockService,
    private readonly rebuilding: Rebuild,
    private readonly seen: AvailabilityService,
    private readonly announcer: AvailabilityAnnouncer,
    private readonly changes: StockChanges,
    private readonly shares: Channels,
  ) {}

  /**
   * Writes pools and seats of a new sale, or says which fields are wrong and writes nothing.
   * @param seatMapId the stored map that `house` is a copy of
   */
  createStock(
    saleId: string,
    ticketTypes: readonly StockTicketType[],
    house: HouseMap | null,
    seatMapId: string | null = null,
    tx?: StockWriter,
  ): Promise<CreateStockResult> {
    return this.stock.create(saleId, ticketTypes, house, seatMapId, tx);
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

  /** The same from one channel's allocation, for a partner who stands in no line; the caller checks whose channel it is. */
  async holdAllocation(request: AllocationHoldRequest): Promise<HoldResult> {
    return this.told(request.saleId, await this.desk.holdAllocation(request), 'held');
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

  /** The fan's holds of this admission that are alive, the newest first. Rejects while Redis is away. */
  async ownHolds(saleId: string, permit: HoldPermit): Promise<Hold[]> {
    const holds = await this.desk.own(saleId, permit);
    if (isAway(holds)) throw new StoreAwayError('a fan’s holds');
    return holds;
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

  /**
   * Ends overdue holds and offers returned units, at most `limit` of each; null when Redis is away or refuses.
   * @param lineWaits whether somebody present waits in line: what comes back is offered to the line first
   */
  async sweep(saleId: string, stamp: EpochStamp, limit: number, lineWaits: boolean): Promise<Sweep | null> {
    const swept = await this.stock.sweep(saleId, stamp, Math.min(limit, MAX_EXPIRE_PER_CALL), lineWaits);
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

  /**
   * `detailed` adds free counts, which are for holders of a pass. `channels` are those whose stock counts: public unless
   * named. Answers from memory or Postgres while Redis is away.
   */
  availability(
    saleId: string,
    { detailed, channels }: { detailed: boolean; channels?: readonly string[] },
  ): Promise<AvailabilityShape> {
    return this.seen.of(saleId, detailed, channels);
  }

  /** Seat by seat, for holders of a pass; null when there is no such section, or Redis is away. */
  section(saleId: string, key: string, channels?: readonly string[]): Promise<SectionShape | null> {
    return this.seen.section(saleId, key, channels);
  }

  /** The sale's channels and pools, at most a second old. */
  book(saleId: string): Promise<StockBook> {
    return this.stock.book(saleId);
  }

  /** Raises or cuts the capacity of a ticket type without seats. `stamp` is null for a draft, which Redis does not have. */
  changeCapacity(
    saleId: string,
    stamp: EpochStamp | null,
    ticketTypeId: string,
    capacity: number,
  ): Promise<StockChangeResult> {
    return this.changed(
      saleId,
      this.changes.make(saleId, stamp, (book) => planCapacity(book, ticketTypeId, capacity)),
    );
  }

  /** Adds a ticket type without seats; `write` writes its row in the same transaction. */
  addTicketType(
    saleId: string,
    stamp: EpochStamp | null,
    type: { ticketTypeId: string; capacity: number },
    write: (tx: ChangeTransaction, poolId: string) => Promise<void>,
  ): Promise<StockChangeResult> {
    return this.changed(saleId, this.changes.addType(saleId, stamp, type, write));
  }

  /** Seats blocked for a while, by ticket type. */
  blockedSeats(saleId: string): Promise<Map<string, number>> {
    return this.stock.blockedSeats(saleId);
  }

  /** Takes seats off sale, for good or for a while, or puts them back. */
  changeSeats(
    saleId: string,
    stamp: EpochStamp | null,
    seatIds: readonly string[],
    to: SeatTarget,
  ): Promise<StockChangeResult> {
    return this.changed(
      saleId,
      this.changes.make(saleId, stamp, (book, layout) => planSeats(book, layout, seatIds, to)),
    );
  }

  /** Makes the sale's channels these, with their allocations. */
  async setChannels(
    saleId: string,
    stamp: EpochStamp | null,
    drafts: readonly ChannelDraft[],
  ): Promise<ChannelsResult> {
    const result = await this.shares.replace(saleId, stamp, drafts);
    if (result.kind === 'changed') this.announcer.touch(saleId);
    return result;
  }

  /** Gives back what a channel has not sold. */
  giveBack(saleId: string, stamp: EpochStamp, channel: string, returnTo: string): Promise<StockChangeResult> {
    return this.changed(saleId, this.shares.giveBack(saleId, stamp, channel, returnTo));
  }

  /** Gives exactly these back from a channel, or nothing. */
  giveBackSome(
    saleId: string,
    stamp: EpochStamp,
    channel: string,
    items: readonly Allocation[],
  ): Promise<StockChangeResult> {
    return this.changed(saleId, this.shares.giveBackSome(saleId, stamp, channel, items));
  }

  seatsByChannel(saleId: string): Promise<Map<string, string[]>> {
    return this.shares.seatsByChannel(saleId);
  }

  /** Channels whose time to give back has come. */
  channelsToReturn(limit: number): Promise<{ saleId: string; key: string; returnTo: string }[]> {
    return this.shares.due(limit);
  }

  /** Stock changes that a node began and did not finish, leased to the caller. */
  unfinishedChanges(limit: number): Promise<OpenChange[]> {
    return this.changes.takeDue(limit);
  }

  /** Finishes a change that somebody began. */
  finishChange(change: OpenChange, stamp: EpochStamp): Promise<StockChangeResult> {
    return this.changed(change.saleId, this.changes.carryOut(change, stamp, ''));
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

  private async changed(saleId: string, changing: Promise<StockChangeResult>): Promise<StockChangeResult> {
    return this.told(saleId, await changing, 'changed');
  }

  private told<R extends { kind: string }>(saleId: string, result: R, changed: R['kind']): R {
    if (result.kind === changed) this.announcer.touch(saleId);
    return result;
  }
}
