import { Injectable } from '@nestjs/common';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { AvailabilityAnnouncer } from '../availability/availability-announcer.js';
import type { StockBook } from '../channels/stock-book.rules.js';
import { lettersOf, readFigures } from './figures.rules.js';
import { StockStore } from './stock.store.js';
import type { StoredLine } from '../holds/hold.rules.js';
import { InventoryRepository, type StockWriter } from '../inventory.repository.js';
export type { StockBook } from '../channels/stock-book.rules.js';
import { MAX_EXPIRE_PER_CALL } from '../inventory.bounds.js';
import { type Answer, isAway } from '../inventory.store.js';
import type { FinishCall, FinishResult, ReactivateResult, ReturnResult } from '../holds/hold.types.js';
import type {
  Away,
  CommittedOrder,
  CreateStockResult,
  HouseMap,
  OrderUnit,
  PoolRow,
  StockFigures,
  StockTicketType,
  Sweep,
} from '../inventory.types.js';
import type { SeatLayout } from '../seats/seat-layout.js';
import { lineOf } from '../rebuild/rebuild.rules.js';
import { SeatLayouts } from '../seats/seat-layouts.js';
import { stockErrors } from '../seats/stock-errors.rules.js';

/**
 * Stock as a whole: creation, counts, and returns from orders. Postgres stores what is for sale, Redis who has it. All
 * operations are idempotent.
 */
@Injectable()
export class StockService {
  constructor(
    private readonly store: StockStore,
    private readonly repository: InventoryRepository,
    private readonly layouts: SeatLayouts,
    private readonly announcer: AvailabilityAnnouncer,
  ) {}

  /**
   * Writes the pools and seats of a new sale, or returns the invalid fields and writes nothing.
   * @param seatMapId the stored map from which `house` was copied
   */
  async create(
    saleId: string,
    ticketTypes: readonly StockTicketType[],
    house: HouseMap | null,
    seatMapId: string | null = null,
    tx?: StockWriter,
  ): Promise<CreateStockResult> {
    const errors = stockErrors(ticketTypes, house);
    if (errors.length > 0) return { kind: 'invalid', errors };
    this.layouts.forget(saleId);
    return { kind: 'created', pools: await this.repository.create(saleId, ticketTypes, house, seatMapId, tx) };
  }

  /** Deletes the stock of a sale that was never published, so that it can be recreated. */
  async remove(saleId: string, tx?: StockWriter): Promise<void> {
    this.layouts.forget(saleId);
    await this.repository.remove(saleId, tx);
  }

  /** Reads a sale's pools from Postgres, uncached; `sold` counts tickets of orders whose payment is authorized. */
  pools(saleId: string): Promise<PoolRow[]> {
    return this.repository.pools(saleId);
  }

  /** Counts the temporarily blocked seats, by ticket type. */
  blockedSeats(saleId: string): Promise<Map<string, number>> {
    return this.repository.blockedSeats(saleId);
  }

  /** Returns the sale's channels and pools, at most one second stale. */
  book(saleId: string): Promise<StockBook> {
    return this.layouts.book(saleId);
  }

  /** Frees an ended order's units, in any epoch; an unknown order owns none, which counts as success. */
  async releaseOrder(saleId: string, orderId: string): Promise<ReturnResult> {
    return this.announced(saleId, returned(await this.store.releaseOrder(saleId, orderId)));
  }

  /** Frees the units that an order does not keep; never adds units to the order. */
  async shrinkOrder(saleId: string, orderId: string, kept: readonly OrderUnit[]): Promise<ReturnResult> {
    const [pools, layout] = await Promise.all([this.repository.pools(saleId), this.layouts.of(saleId)]);
    const lines = kept.flatMap((unit) => lineOf(unit, pools, layout) ?? []);
    return this.announced(saleId, returned(await this.store.shrinkOrder(saleId, orderId, lines)));
  }

  /** Returns a canceled order's units to the fan's hold if its deadline has not passed, otherwise to general sale. */
  async reactivate(saleId: string, orderId: string): Promise<ReactivateResult> {
    const answer = await this.store.reactivate(saleId, orderId);
    this.announcer.touch(saleId);
    if (!isAway(answer) && answer.kind === 'reactivated')
      return { kind: 'reactivated', units: Number(answer.values[0]) };
    return returned(answer);
  }

  /**
   * Expires overdue holds and re-offers returned units, at most `limit` of each; null if Redis is down or refuses.
   * @param lineWaits whether anyone present is waiting in line: returned units are then offered to the line first
   */
  async sweep(saleId: string, stamp: EpochStamp, limit: number, lineWaits: boolean): Promise<Sweep | null> {
    const answer = await this.store.expireDue(saleId, stamp, Math.min(limit, MAX_EXPIRE_PER_CALL), lineWaits);
    if (isAway(answer) || answer.kind !== 'swept') return null;
    const ended = Number(answer.values[0]);
    if (ended > 0) this.announcer.touch(saleId);
    return { ended, left: Number(answer.values[1]) };
  }

  /**
   * Returns a consistent snapshot of every pool's counts; null while Redis is down, during a rebuild and before the
   * first rebuild. `recount` also counts the seats one by one.
   */
  async figures(saleId: string, { recount = false }: { recount?: boolean } = {}): Promise<StockFigures | null> {
    const [pools, blocks] = await Promise.all([
      this.repository.pools(saleId),
      recount ? this.layouts.of(saleId).then((layout) => layout.blocks) : [],
    ]);
    const letters = lettersOf(pools);
    const reply = await this.store.figures(saleId, blocks.length, letters);
    if (isAway(reply) || reply.fields.get('mode') !== 'open') return null;
    const recounted = { blocks, letters, counts: reply.letters, keptFree: reply.keptFree };
    return readFigures(pools, reply.fields, recount ? recounted : null);
  }

  /** Counts the units of these ticket types that the fan holds, is paying for or has bought; null while Redis is down. */
  async unitsOfFan(saleId: string, fanKey: string, ticketTypeIds: readonly string[]): Promise<number | null> {
    const units = await this.store.unitsOfFan(saleId, fanKey, ticketTypeIds);
    return isAway(units) ? null : units;
  }

  /** Ends the admission of a fan who has no units besides those bought, in one step with the check. */
  async finishPermit(call: FinishCall): Promise<FinishResult> {
    const answer = await this.store.finishPermit(call);
    if (isAway(answer)) return answer;
    if (answer.kind === 'finished') return { kind: answer.values[0] === '1' ? 'finished' : 'over' };
    return { kind: answer.kind === 'holds' ? 'holds' : 'stale' };
  }

  /**
   * Pages through the orders that own units in Redis: start with cursor '0', stop when `next` is '0'. An order may
   * appear twice. Null while Redis is down or during a rebuild.
   */
  async committedUnits(saleId: string, cursor: string): Promise<{ next: string; orders: CommittedOrder[] } | null> {
    const page = await this.store.committedOrders(saleId, cursor);
    if (isAway(page) || !page.open) return null;
    const layout = await this.layouts.of(saleId);
    return { next: page.next, orders: [...page.orders].map(([orderId, stored]) => orderFrom(orderId, stored, layout)) };
  }

  private announced(saleId: string, result: ReturnResult): ReturnResult {
    if (result.kind === 'done') this.announcer.touch(saleId);
    return result;
  }
}

function returned(answer: Answer | Away): ReturnResult {
  if (isAway(answer)) return answer;
  if (answer.kind === 'done') return { kind: 'done', units: Number(answer.values[0]) };
  return { kind: answer.kind === 'gone' ? 'gone' : 'later' };
}

function orderFrom(orderId: string, stored: string, layout: SeatLayout): CommittedOrder {
  const { fan, lines } = JSON.parse(stored) as { fan: string; lines: StoredLine[] };
  const units = lines.map((line) => ({
    poolId: line.p,
    seatId: line.b === undefined || line.o === undefined ? null : (layout.seatAt(line.b, line.o)?.id ?? null),
    quantity: line.n,
  }));
  return { orderId, fanKey: fan, units };
}
