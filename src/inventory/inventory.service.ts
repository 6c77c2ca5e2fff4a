import { Injectable } from '@nestjs/common';
import type { AvailabilityShape, SectionShape } from '../contract/stock/availability-shapes.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';
import type { AuditEntry } from '../platform/audit/audit.sql.js';
import { StoreAwayError } from '../platform/store-away.js';
import { AvailabilityAnnouncer } from './availability/availability-announcer.js';
import { AvailabilityService } from './availability/availability.service.js';
import type { Allocation, ChannelDraft } from './channels/channel.rules.js';
export type { Allocation } from './channels/channel.rules.js';
import { Channels, type ChannelsResult } from './channels/channels.service.js';
import type { StockBook } from './channels/stock-book.js';
export type { StockBook } from './channels/stock-book.js';
import { planCapacity, planSeats, type SeatTarget } from './stock/change.rules.js';
import type { ChangeTransaction, OpenChange, WithChange } from './stock/changes.repository.js';
import {
  type AddedType,
  type ChangeTerms,
  type StockChangeResult,
  StockChanges,
} from './stock/stock-changes.service.js';
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
  FinishCall,
  FinishResult,
  Hold,
  HoldPermit,
  HoldReader,
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
 * Facade of the inventory room. Each hold is decided atomically by one Redis script; Postgres stores what is for sale.
 * All operations are idempotent, so callers may retry after a lost response.
 */
@Injectable()
export class InventoryService {
  // exceeds the limit of six dependencies: facade of the room
  constructor(
    private readonly holds: HoldScripts,
    private readonly stock: StockService,
    private readonly rebuilding: Rebuild,
    private readonly seen: AvailabilityService,
    private readonly announcer: AvailabilityAnnouncer,
    private readonly changes: StockChanges,
    private readonly shares: Channels,
  ) {}

  /**
   * Writes the pools and seats of a new sale, or returns the invalid fields and writes nothing.
   * @param seatMapId the stored map from which `house` was copied
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

  /** Deletes the stock of a sale that was never published, so that it can be recreated. */
  removeStock(saleId: string, tx?: StockWriter): Promise<void> {
    return this.stock.remove(saleId, tx);
  }

  /** Reads a sale's pools from Postgres, uncached; `sold` counts tickets of orders whose payment is authorized. */
  pools(saleId: string): Promise<PoolRow[]> {
    return this.stock.pools(saleId);
  }

  /**
   * Rebuilds the sale's stock in Redis: everything is free except what is withdrawn or listed in `committed`, which is
   * sorted by precedence. Allowed only while the queue keeps the sale closed for this epoch. Throws if it cannot
   * finish, so that the recovery restarts.
   */
  async rebuild(saleId: string, epoch: number, committed: readonly CommittedUnits[]): Promise<RebuildReport> {
    const report = await this.rebuilding.run(saleId, epoch, committed);
    this.announcer.touch(saleId);
    return report;
  }

  /** Holds all requested units or none. The same idempotency key returns the same hold, even after it has ended. */
  async hold(request: HoldRequest): Promise<HoldResult> {
    return this.announced(request.saleId, await this.holds.hold(request), 'held');
  }

  /**
   * Holds units from one channel's allocation for a partner, without an admission; the caller must verify the channel's
   * owner.
   */
  async holdAllocation(request: AllocationHoldRequest): Promise<HoldResult> {
    return this.announced(request.saleId, await this.holds.holdAllocation(request), 'held');
  }

  /**
   * Exchanges a hold's units atomically; if refused, the hold is unchanged. Deadline and limit never grow. The same key
   * swaps once.
   */
  async swap(request: SwapRequest): Promise<SwapResult> {
    return this.announced(request.saleId, await this.holds.swap(request), 'swapped');
  }

  /**
   * Extends a hold once, never beyond the maximum lifetime set when it was created. The same idempotency key returns
   * the hold.
   */
  extend(
    saleId: string,
    stamp: EpochStamp,
    holdId: string,
    permit: HoldPermit,
    idempotencyKey: string | null = null,
  ): Promise<ExtendResult> {
    return this.holds.extend(saleId, stamp, holdId, permit, idempotencyKey);
  }

  /** Releases a hold. Idempotent: a hold that has already ended keeps its final state. */
  async release(saleId: string, stamp: EpochStamp, holdId: string, fanKey: string): Promise<ReleaseResult> {
    return this.announced(saleId, await this.holds.release(saleId, stamp, holdId, fanKey), 'released');
  }

  /**
   * Returns the fan's own hold, for some hours even after it ended; null if unknown or another fan's. Rejects while
   * Redis is down.
   */
  async getHold(saleId: string, holdId: string, fanKey: string): Promise<Hold | null> {
    return await this.readHold(saleId, holdId, { fanKey, admissionId: '' });
  }

  /** Like getHold; also for an admission that has ended, as payment ends it. */
  async readHold(saleId: string, holdId: string, reader: HoldReader): Promise<Hold | null> {
    const hold = await this.holds.read(saleId, holdId, reader);
    // Redis being down must not read as "not found": on a 404 the page forgets its hold
    if (isAway(hold)) throw new StoreAwayError('a hold');
    return hold;
  }

  /** Returns the admission's live holds of this fan, newest first. Rejects while Redis is down. */
  async ownHolds(saleId: string, reader: HoldReader): Promise<Hold[]> {
    const holds = await this.holds.own(saleId, reader);
    if (isAway(holds)) throw new StoreAwayError('a fan’s holds');
    return holds;
  }

  /**
   * Transfers the hold's units to the order; idempotent per order.
   * @param revision of the hold for which the order was written: a hold swapped since then is `expired`. 0 matches any.
   */
  async commit(
    saleId: string,
    stamp: EpochStamp,
    holdId: string,
    fanKey: string,
    orderId: string,
    revision = 0,
  ): Promise<CommitResult> {
    return this.announced(
      saleId,
      await this.holds.commit(saleId, stamp, holdId, fanKey, orderId, revision),
      'committed',
    );
  }

  /** Frees an ended order's units, in any epoch; an unknown order owns none, which counts as success. */
  async releaseOrder(saleId: string, orderId: string): Promise<ReturnResult> {
    return this.announced(saleId, await this.stock.releaseOrder(saleId, orderId), 'done');
  }

  /** Frees the units that an order does not keep; never adds units to the order. */
  async shrinkOrder(saleId: string, orderId: string, kept: readonly OrderUnit[]): Promise<ReturnResult> {
    return this.announced(saleId, await this.stock.shrinkOrder(saleId, orderId, kept), 'done');
  }

  /** Returns a canceled order's units to the fan's hold if its deadline has not passed, otherwise to general sale. */
  async reactivate(saleId: string, orderId: string): Promise<ReactivateResult> {
    const result = await this.stock.reactivate(saleId, orderId);
    this.announcer.touch(saleId);
    return result;
  }

  /**
   * Expires overdue holds and re-offers returned units, at most `limit` of each; null if Redis is down or refuses.
   * @param lineWaits whether anyone present is waiting in line: returned units are then offered to the line first
   */
  async sweep(saleId: string, stamp: EpochStamp, limit: number, lineWaits: boolean): Promise<Sweep | null> {
    const swept = await this.stock.sweep(saleId, stamp, Math.min(limit, MAX_EXPIRE_PER_CALL), lineWaits);
    if (swept && swept.ended > 0) this.announcer.touch(saleId);
    return swept;
  }

  /**
   * Returns a consistent snapshot of every pool's counts; null while Redis is down, during a rebuild and before the
   * first rebuild. `recount` also counts the seats one by one.
   */
  figures(saleId: string, { recount = false }: { recount?: boolean } = {}): Promise<StockFigures | null> {
    return this.stock.figures(saleId, recount);
  }

  /**
   * Returns availability, served from memory or Postgres while Redis is down. `detailed` adds free counts, which are
   * for pass holders only. `channels` are those whose stock counts; default: public.
   */
  availability(
    saleId: string,
    { detailed, channels }: { detailed: boolean; channels?: readonly string[] },
  ): Promise<AvailabilityShape> {
    return this.seen.of(saleId, detailed, channels);
  }

  /** Returns a section seat by seat, for pass holders; null if there is no such section. Rejects while Redis is down. */
  section(saleId: string, key: string, channels?: readonly string[]): Promise<SectionShape | null> {
    return this.seen.section(saleId, key, channels);
  }

  /** Returns the sale's channels and pools, at most one second stale. */
  book(saleId: string): Promise<StockBook> {
    return this.stock.book(saleId);
  }

  /**
   * Changes the capacity of a ticket type without seats. `stamp` is null for a draft, which has no stock in Redis.
   * @param entry here and below: logged once the change is made, which may be after the answer `later`
   */
  changeCapacity(
    saleId: string,
    stamp: EpochStamp | null,
    ticketTypeId: string,
    capacity: number,
    entry?: AuditEntry,
  ): Promise<StockChangeResult> {
    return this.changed(
      saleId,
      this.changes.make(saleId, stamp, (book) => planCapacity(book, ticketTypeId, capacity), { entry }),
    );
  }

  /** Adds a ticket type without seats; `write` inserts its row in the same transaction. */
  addTicketType(
    saleId: string,
    stamp: EpochStamp | null,
    type: AddedType,
    write: (tx: ChangeTransaction, poolId: string) => Promise<void>,
  ): Promise<StockChangeResult> {
    return this.changed(saleId, this.changes.addType(saleId, stamp, type, write));
  }

  /** Counts the temporarily blocked seats, by ticket type. */
  blockedSeats(saleId: string): Promise<Map<string, number>> {
    return this.stock.blockedSeats(saleId);
  }

  /** Takes seats off sale, permanently or temporarily, or puts them back. */
  changeSeats(
    saleId: string,
    stamp: EpochStamp | null,
    seatIds: readonly string[],
    to: SeatTarget,
    terms: Pick<ChangeTerms, 'version' | 'entry'> = {},
  ): Promise<StockChangeResult> {
    return this.changed(
      saleId,
      this.changes.make(saleId, stamp, (book, layout) => planSeats(book, layout, seatIds, to), terms),
    );
  }

  /** Returns the version of the sale's channels and stock, for a change of them to name. */
  async channelsVersion(saleId: string): Promise<string> {
    return await this.shares.version(saleId);
  }

  /** Replaces the sale's channels and their allocations. @param version as read; another one is a conflict */
  async setChannels(
    saleId: string,
    stamp: EpochStamp | null,
    drafts: readonly ChannelDraft[],
    terms: Pick<ChangeTerms, 'version' | 'entry'> = {},
  ): Promise<ChannelsResult> {
    const result = await this.shares.replace(saleId, stamp, drafts, terms);
    if (result.kind === 'changed') this.announcer.touch(saleId);
    return result;
  }

  /** Returns a channel's unsold stock to `returnTo`. */
  giveBack(saleId: string, stamp: EpochStamp, channel: string, returnTo: string): Promise<StockChangeResult> {
    return this.changed(saleId, this.shares.giveBack(saleId, stamp, channel, returnTo));
  }

  /**
   * Returns exactly the given units from a channel, or nothing.
   * @param write writes in the transaction that records the change, given its id
   */
  giveBackSome(
    saleId: string,
    stamp: EpochStamp,
    { channel, items }: { channel: string; items: readonly Allocation[] },
    write: WithChange,
  ): Promise<StockChangeResult> {
    return this.changed(saleId, this.shares.giveBackSome(saleId, stamp, channel, items, write));
  }

  /** Returns how a recorded change ended, finishing it if it is still open; null if there is none by this id. */
  async resultOfChange(saleId: string, stamp: EpochStamp | null, changeId: bigint): Promise<StockChangeResult | null> {
    const result = await this.changes.resultOf(changeId, stamp);
    return result && this.announced(saleId, result, 'changed');
  }

  seatsByChannel(saleId: string): Promise<Map<string, string[]>> {
    return this.shares.seatsByChannel(saleId);
  }

  /** Lists channels of these sales that are due to return what they have not sold. */
  channelsToReturn(
    saleIds: readonly string[],
    limit: number,
  ): Promise<{ saleId: string; key: string; returnTo: string }[]> {
    return this.shares.due(saleIds, limit);
  }

  /** Leases unfinished stock changes, such as those of a crashed node, to the caller. */
  unfinishedChanges(limit: number): Promise<OpenChange[]> {
    return this.changes.takeDue(limit);
  }

  /** Finishes a change begun elsewhere. */
  finishChange(change: OpenChange, stamp: EpochStamp): Promise<StockChangeResult> {
    return this.changed(change.saleId, this.changes.carryOut(change, stamp, ''));
  }

  /**
   * Pages through the orders that own units in Redis: start with cursor '0', stop when `next` is '0'. An order may
   * appear twice. Null while Redis is down or during a rebuild.
   */
  committedUnits(saleId: string, cursor: string): Promise<{ next: string; orders: CommittedOrder[] } | null> {
    return this.stock.committedUnits(saleId, cursor);
  }

  /** Counts the units of these ticket types that the fan holds, is paying for or has bought; null while Redis is down. */
  async unitsOfFan(saleId: string, fanKey: string, ticketTypeIds: readonly string[]): Promise<number | null> {
    return await this.stock.unitsOfFan(saleId, fanKey, ticketTypeIds);
  }

  /** Ends the admission of a fan who has no units besides those bought, in one step with the check. */
  async finishPermit(call: FinishCall): Promise<FinishResult> {
    return await this.stock.finishPermit(call);
  }

  private async changed(saleId: string, changing: Promise<StockChangeResult>): Promise<StockChangeResult> {
    return this.announced(saleId, await changing, 'changed');
  }

  private announced<R extends { kind: string }>(saleId: string, result: R, changed: R['kind']): R {
    if (result.kind === changed) this.announcer.touch(saleId);
    return result;
  }
}
