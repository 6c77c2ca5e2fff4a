import { Injectable } from '@nestjs/common';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { approvalOf, type AuditEntry } from '../../platform/audit/audit.sql.js';
import { PUBLIC } from '../../contract/sale/channels.js';
import { AvailabilityAnnouncer } from '../availability/availability-announcer.js';
import { PUBLIC_LETTER, type StockBook } from '../channels/stock-book.rules.js';
import { isAway } from '../inventory.store.js';
import type { CommittedUnits } from '../inventory.types.js';
import type { SeatLayout } from '../seats/seat-layout.js';
import { SeatLayouts } from '../seats/seat-layouts.js';
import {
  emptyWish,
  leftBy,
  planCapacity,
  type PlannedChange,
  planSeats,
  raisedBy,
  redisChange,
  type SeatTarget,
  settledBy,
  type StockWish,
  withoutMissing,
} from './change.rules.js';
import {
  type ChangeTransaction,
  type OpenChange,
  type RecordedChange,
  StockChangesRepository,
  type WithChange,
} from './changes.repository.js';
import { StockStore } from './stock.store.js';

/** Attempts of a change; another change of the sale that is in the way is finished first. */
const TRIES = 4;

export type StockChangeResult =
  | { kind: 'changed'; subject: string; leftAlone: string[] }
  | Exclude<PlannedChange, { kind: 'planned' | 'nothing' }>
  | { kind: 'seats_taken'; seatIds: string[] }
  /** Redis is down or being rebuilt: the change is recorded and applied after recovery. */
  | { kind: 'later' }
  /** Changed since the caller has read it. */
  | { kind: 'conflict' }
  | { kind: 'busy' };

export interface ChangeTerms {
  write?: WithChange;
  version?: string | undefined;
  entry?: AuditEntry | undefined;
}
export interface AddedType {
  ticketTypeId: string;
  capacity: number;
  channel: string;
  entry?: AuditEntry | undefined;
}

/** Another change began concurrently; nothing was written. */
class BusyError extends Error {}

export type ChangePlanner = (book: StockBook, layout: SeatLayout) => PlannedChange;

/**
 * Changes stock in both stores. The change is first recorded in Postgres, reserving room for what Redis is about to
 * offer; Redis then accepts or refuses; Postgres follows. Every step is idempotent, so any node can finish an
 * unfinished change.
 */
@Injectable()
export class StockChanges {
  constructor(
    private readonly changes: StockChangesRepository,
    private readonly store: StockStore,
    private readonly layouts: SeatLayouts,
    private readonly announcer: AvailabilityAnnouncer,
  ) {}

  /**
   * Changes the capacity of a ticket type without seats. `stamp` is null for a draft, which has no stock in Redis.
   * @param entry logged once the change is made, which may be after the answer `later`
   */
  async changeCapacity(
    saleId: string,
    stamp: EpochStamp | null,
    ticketTypeId: string,
    capacity: number,
    entry?: AuditEntry,
  ): Promise<StockChangeResult> {
    return await this.make(saleId, stamp, (book) => planCapacity(book, ticketTypeId, capacity), { entry });
  }

  /** Takes seats off sale, permanently or temporarily, or puts them back. */
  async changeSeats(
    saleId: string,
    stamp: EpochStamp | null,
    seatIds: readonly string[],
    to: SeatTarget,
    terms: Pick<ChangeTerms, 'version' | 'entry'> = {},
  ): Promise<StockChangeResult> {
    return await this.make(saleId, stamp, (book, layout) => planSeats(book, layout, seatIds, to), terms);
  }

  /**
   * @param stamp null for a draft, which has no stock in Redis
   * @param write writes in the transaction that records the change; not called if there is nothing to change
   * @param entry logged once the change is made, which may be after this has answered `later`
   * @param version of stock and channels that the caller has read; another one is a conflict
   */
  async make(
    saleId: string,
    stamp: EpochStamp | null,
    plan: ChangePlanner,
    { write, version, entry }: ChangeTerms = {},
  ): Promise<StockChangeResult> {
    const before = await this.madeBefore(entry, stamp);
    if (before) return before;
    for (let n = 0; n < TRIES; n += 1) {
      const open = await this.changes.open(saleId);
      if (open && (await this.carryOut(open, stamp)).kind === 'later') return { kind: 'busy' }; // nothing of this one is recorded
      const last = await this.changes.lastEnded(saleId); // before the book, which may then only be newer
      if (version !== undefined && version !== String(last)) return { kind: 'conflict' };
      this.layouts.forget(saleId);
      const [book, layout] = await Promise.all([this.layouts.book(saleId), this.layouts.of(saleId)]);
      const planned = plan(book, layout);
      if (planned.kind === 'nothing') return { kind: 'changed', subject: '', leftAlone: [] };
      if (planned.kind !== 'planned') return planned;
      const raised = raisedBy(planned.wish, book);
      const wish = { ...planned.wish, ...(entry && { entry }) };
      const id = await this.changes.beginAfter(last, saleId, { wish, raised }, write);
      if (id !== null) return await this.carryOut({ id, saleId, wish }, stamp, planned.subject);
    }
    return { kind: 'busy' };
  }

  /**
   * Adds a ticket type without seats. `write` inserts its row in the transaction that records the change, so that
   * neither exists without the other.
   */
  async addType(
    saleId: string,
    stamp: EpochStamp | null,
    type: AddedType,
    write: (tx: ChangeTransaction, poolId: string) => Promise<void>,
  ): Promise<StockChangeResult> {
    const { ticketTypeId, capacity, channel, entry } = type;
    const before = await this.madeBefore(entry, stamp);
    if (before) return before;
    const open = await this.changes.open(saleId);
    if (open && (await this.carryOut(open, stamp)).kind === 'later') return { kind: 'busy' }; // nothing of this one is recorded
    this.layouts.forget(saleId);
    const letter = (await this.layouts.book(saleId)).letterOf(channel);
    if (letter === undefined) return { kind: 'busy' }; // the channel was removed meanwhile
    const begun = await this.begun(async (tx) => {
      const open = { ticketTypeId, channel: PUBLIC, letter: PUBLIC_LETTER };
      const wanted = channel === PUBLIC ? [open] : [open, { ticketTypeId, channel, letter }];
      const poolIds = await this.changes.makePools(saleId, wanted, tx);
      const [openId = '', filledId = openId] = poolIds;
      await write(tx, openId);
      const wish: StockWish = {
        ...emptyWish(),
        ...(entry && { entry }),
        letters: wanted.map((pool, index) => [ticketTypeId, pool.letter, poolIds[index] ?? '']),
        pools: poolIds.map((poolId) => ({ poolId, capacity: poolId === filledId ? capacity : 0 })),
      };
      const id = await this.changes.begin(saleId, wish, new Map([[filledId, capacity]]), tx);
      if (id === null) throw new BusyError();
      return { id, saleId, wish };
    });
    this.layouts.forget(saleId);
    return begun === null ? { kind: 'busy' } : await this.carryOut(begun, stamp, ticketTypeId);
  }

  /** Returns how a change ended that was recorded for the same approval; null if there is none. */
  async madeBefore(entry: AuditEntry | undefined, stamp: EpochStamp | null): Promise<StockChangeResult | null> {
    const asking = approvalOf(entry);
    const change = asking === null ? null : await this.changes.findAsked(asking);
    return change && (await this.resultOf(change.id, stamp));
  }

  /** Returns how a recorded change ended, finishing it if it is still open; null if there is none by this id. */
  async resultOf(changeId: bigint, stamp: EpochStamp | null): Promise<StockChangeResult | null> {
    const change = await this.changes.find(changeId);
    if (change?.state !== 'wanted') return change && this.announced(change.saleId, endOf(change));
    return stamp === null ? { kind: 'later' } : await this.carryOut(change, stamp);
  }

  /** Carries out a recorded change, also one of another node that crashed. */
  async carryOut(change: OpenChange, stamp: EpochStamp | null, subject = ''): Promise<StockChangeResult> {
    return this.announced(change.saleId, await this.apply(change, stamp, subject));
  }

  /** Applies the change to Redis, then Postgres; safe to repeat at any point. */
  private async apply(change: OpenChange, stamp: EpochStamp | null, subject: string): Promise<StockChangeResult> {
    const { saleId, wish } = change;
    const layout = await this.layouts.of(saleId);
    if (stamp === null) return (await this.settle(change, [], false)) ? done(subject, []) : { kind: 'below' };
    const answer = await this.store.change(saleId, stamp, change.id, redisChange(wish));
    if (isAway(answer)) return { kind: 'later' };
    const { seatIds, kept } = leftBy(answer.values, layout);
    switch (answer.kind) {
      case 'done':
        await this.changes.finish({ ...change, wish: withoutMissing(wish, kept) }, seatIds, true);
        this.layouts.forget(saleId);
        return done(subject, seatIds);
      case 'below':
        await this.changes.refuse(change, answer);
        return { kind: 'below' };
      case 'seats_taken':
        await this.changes.refuse(change, { kind: answer.kind, seatIds });
        return { kind: 'seats_taken', seatIds };
      case 'later':
      case 'stale':
        return { kind: 'later' };
      default:
        throw new Error(`unexpected reply of change-stock: ${answer.kind}`);
    }
  }

  /** Returns the version of stock and channels. */
  async version(saleId: string): Promise<string> {
    return String(await this.changes.lastEnded(saleId));
  }

  /** Leases unfinished changes to the caller. */
  takeDue(limit: number): Promise<OpenChange[]> {
    return this.changes.takeDue(limit);
  }

  /** Settles open changes before a rebuild: with Redis gone only orders own stock, so Postgres alone decides. */
  async settleOpen(saleId: string, committed: readonly CommittedUnits[]): Promise<void> {
    const open = await this.changes.open(saleId);
    if (open) await this.settle(open, committed, true);
  }

  private announced(saleId: string, result: StockChangeResult): StockChangeResult {
    if (result.kind === 'changed') this.announcer.touch(saleId);
    return result;
  }

  private async begun(work: (tx: ChangeTransaction) => Promise<OpenChange>): Promise<OpenChange | null> {
    try {
      return await this.changes.together(work);
    } catch (error) {
      if (error instanceof BusyError) return null;
      throw error;
    }
  }

  private async settle(change: OpenChange, committed: readonly CommittedUnits[], isTold: boolean): Promise<boolean> {
    const leftAlone = settledBy(change.wish, committed);
    if (leftAlone) await this.changes.finish(change, leftAlone, isTold);
    else await this.changes.refuse(change, { kind: 'below' });
    this.layouts.forget(change.saleId);
    return leftAlone !== null;
  }
}

function done(subject: string, leftAlone: string[]): StockChangeResult {
  return { kind: 'changed', subject, leftAlone };
}

function endOf({ state, outcome }: RecordedChange): StockChangeResult {
  if (state === 'done') return done('', outcome?.leftAlone ?? []);
  return outcome?.kind === 'seats_taken' ? { kind: 'seats_taken', seatIds: outcome.seatIds ?? [] } : { kind: 'below' };
}
