import { Injectable } from '@nestjs/common';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import type { StockBook } from '../channels/stock-book.js';
import { lettersOf, readFigures } from './figures.rules.js';
import { StockStore } from './stock.store.js';
import type { StoredLine } from '../holds/hold.rules.js';
import { InventoryRepository, type StockWriter } from '../inventory.repository.js';
import { type Answer, isAway } from '../inventory.store.js';
import type {
  Away,
  CommittedOrder,
  CreateStockResult,
  FinishCall,
  FinishResult,
  HouseMap,
  OrderUnit,
  PoolRow,
  ReactivateResult,
  ReturnResult,
  StockFigures,
  StockTicketType,
  Sweep,
} from '../inventory.types.js';
import type { SeatLayout } from '../seats/seat-layout.js';
import { lineOf } from '../rebuild/rebuild.rules.js';
import { SeatLayouts } from '../seats/seat-layouts.js';
import { stockErrors } from '../seats/stock-errors.rules.js';

/** Stock as a whole: creation, counts, and returns from orders. */
@Injectable()
export class StockService {
  constructor(
    private readonly store: StockStore,
    private readonly repository: InventoryRepository,
    private readonly layouts: SeatLayouts,
  ) {}

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

  async remove(saleId: string, tx?: StockWriter): Promise<void> {
    this.layouts.forget(saleId);
    await this.repository.remove(saleId, tx);
  }

  pools(saleId: string): Promise<PoolRow[]> {
    return this.repository.pools(saleId);
  }

  blockedSeats(saleId: string): Promise<Map<string, number>> {
    return this.repository.blockedSeats(saleId);
  }

  book(saleId: string): Promise<StockBook> {
    return this.layouts.book(saleId);
  }

  async releaseOrder(saleId: string, orderId: string): Promise<ReturnResult> {
    return returned(await this.store.releaseOrder(saleId, orderId));
  }

  /** @param kept units that remain with the order */
  async shrinkOrder(saleId: string, orderId: string, kept: readonly OrderUnit[]): Promise<ReturnResult> {
    const [pools, layout] = await Promise.all([this.repository.pools(saleId), this.layouts.of(saleId)]);
    const lines = kept.flatMap((unit) => lineOf(unit, pools, layout) ?? []);
    return returned(await this.store.shrinkOrder(saleId, orderId, lines));
  }

  async reactivate(saleId: string, orderId: string): Promise<ReactivateResult> {
    const answer = await this.store.reactivate(saleId, orderId);
    if (!isAway(answer) && answer.kind === 'reactivated')
      return { kind: 'reactivated', units: Number(answer.values[0]) };
    return returned(answer);
  }

  async sweep(saleId: string, stamp: EpochStamp, limit: number, lineWaits: boolean): Promise<Sweep | null> {
    const answer = await this.store.expireDue(saleId, stamp, limit, lineWaits);
    if (isAway(answer) || answer.kind !== 'swept') return null;
    return { ended: Number(answer.values[0]), left: Number(answer.values[1]) };
  }

  async figures(saleId: string, recount: boolean): Promise<StockFigures | null> {
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

  async unitsOfFan(saleId: string, fanKey: string, ticketTypeIds: readonly string[]): Promise<number | null> {
    const units = await this.store.unitsOfFan(saleId, fanKey, ticketTypeIds);
    return isAway(units) ? null : units;
  }

  async finishPermit(call: FinishCall): Promise<FinishResult> {
    const answer = await this.store.finishPermit(call);
    if (isAway(answer)) return answer;
    if (answer.kind === 'finished') return { kind: answer.values[0] === '1' ? 'finished' : 'over' };
    return { kind: answer.kind === 'holds' ? 'holds' : 'stale' };
  }

  async committedUnits(saleId: string, cursor: string): Promise<{ next: string; orders: CommittedOrder[] } | null> {
    const page = await this.store.committedOrders(saleId, cursor);
    if (isAway(page) || !page.open) return null;
    const layout = await this.layouts.of(saleId);
    return { next: page.next, orders: [...page.orders].map(([orderId, stored]) => orderFrom(orderId, stored, layout)) };
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
