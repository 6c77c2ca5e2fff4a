import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../../contract/errors.js';
import type { SaleState } from '../../../contract/sale/sale-shapes.js';
import type { ChannelShape, StockBreakdown } from '../../../contract/stock/stock-shapes.js';
import { PUBLIC } from '../../../contract/sale/channels.js';
import { StockChanges } from '../../../inventory/stock/stock-changes.service.js';
import { StockService } from '../../../inventory/stock/stock.service.js';
import { Channels } from '../../../inventory/channels/channels.service.js';
import type { StockChangeResult } from '../../../inventory/stock/stock-changes.service.js';
import type { AuditEntry } from '../../../platform/audit/audit.sql.js';
import { newId } from '../../../platform/ids.js';
import { NewsService } from '../../../platform/news/news.service.js';
import { EpochGuard } from '../../../queue/line/epoch-guard.service.js';
import type { EpochStamp } from '../../../saletime/epoch-stamp.js';
import type { SaleView } from '../../sales.types.js';
import { ConductedSales } from '../../conductor/conducted-sales.service.js';
import { SaleCache } from '../cache/sale-cache.service.js';
import { type PlannedTicketType, plannedType } from '../input/sale-input.rules.js';
import type { TicketTypeInput } from '../input/ticket-type-input.types.js';
import { addedTypeErrors, typesFull } from '../sale-price.rules.js';
import { mergeStock } from './sale-stock.js';
import { viewOf } from '../sale-view.rules.js';
import { SalesRepository, TicketTypesFullError } from '../sales.repository.js';
import { channelDrafts, changeErrors } from '../input/stock-input.rules.js';
import type { ChannelInput, StockChangeInput } from '../input/stock-input.types.js';

export type SaleStockResult =
  | Extract<StockChangeResult, { kind: 'changed' }>
  | Exclude<StockChangeResult, { kind: 'changed' }>
  | { kind: 'not_found' }
  | { kind: 'refused'; state: SaleState }
  | { kind: 'not_supported'; detail: string }
  | { kind: 'invalid'; errors: FieldError[] };

/** Changes the stock of a selling sale and wakes its line. */
@Injectable()
export class SaleStockService {
  // exceeds the limit of six dependencies: joins stock, line and catalogue
  constructor(
    private readonly sales: SalesRepository,
    private readonly cache: SaleCache,
    private readonly changes: StockChanges,
    private readonly stock: StockService,
    private readonly shares: Channels,
    private readonly epochGuard: EpochGuard,
    private readonly news: NewsService,
    private readonly conducted: ConductedSales,
  ) {}

  /**
   * @param entry here and below: logged once the change is made, also by another node after the answer `later`
   * @param version of the stock that seats were named over; another one is a conflict
   */
  async change(saleId: string, input: StockChangeInput, entry: AuditEntry, version?: string): Promise<SaleStockResult> {
    const errors = changeErrors(input);
    if (errors.length > 0) return { kind: 'invalid', errors };
    return await this.withSale(saleId, async (view, stamp) => {
      const { ticketTypeId = '', capacity = 0, seatIds, to = 'free' } = input;
      if (seatIds) return await this.changes.changeSeats(saleId, stamp, seatIds, to, { version, entry });
      const type = view.ticketTypes.find(({ id }) => id === ticketTypeId);
      if (type?.admission === 'reserved')
        return {
          kind: 'invalid',
          errors: [{ field: 'capacity', message: 'is the number of seats: withdraw seatIds' }],
        };
      return await this.changes.changeCapacity(saleId, stamp, ticketTypeId, capacity, entry);
    });
  }

  async addType(saleId: string, input: TicketTypeInput, entry: AuditEntry): Promise<SaleStockResult> {
    const planned = plannedType(input);
    const { capacity } = planned;
    if (planned.admission === 'reserved')
      return { kind: 'not_supported', detail: 'Seats are added by a new seat map, before the sale is published.' };
    if (capacity === null || planned.sections.length > 0)
      return { kind: 'invalid', errors: [{ field: 'capacity', message: 'is needed for general admission' }] };
    return await this.withSale(saleId, async (view, stamp) => {
      const errors = addedTypeErrors(input, view, await this.stock.book(saleId));
      if (errors.length > 0) return { kind: 'invalid', errors };
      return await this.insertType(saleId, stamp, { ...planned, capacity }, entry);
    });
  }

  private async insertType(
    saleId: string,
    stamp: EpochStamp | null,
    planned: PlannedTicketType & { capacity: number },
    entry: AuditEntry,
  ): Promise<SaleStockResult> {
    const type = { id: newId('tt'), ...planned };
    const added = { ticketTypeId: type.id, capacity: planned.capacity, channel: planned.channel, entry };
    try {
      return await this.changes.addType(saleId, stamp, added, (tx, poolId) =>
        this.sales.insertType(tx, saleId, type, poolId),
      );
    } catch (error) {
      if (error instanceof TicketTypesFullError) return { kind: 'invalid', errors: [typesFull] };
      throw error;
    }
  }

  async setChannels(
    saleId: string,
    input: readonly ChannelInput[],
    entry: AuditEntry,
    version?: string,
  ): Promise<SaleStockResult> {
    return await this.withSale(saleId, async (view, stamp) => {
      const seated = new Set(view.ticketTypes.filter((type) => type.admission === 'reserved').map(({ id }) => id));
      const planned = channelDrafts(input, view.lanes, seated);
      if (planned.kind === 'invalid') return planned;
      return await this.shares.replace(saleId, stamp, planned.drafts, { version, entry });
    });
  }

  /**
   * Returns every ticket type's stock, merged from both stores; from Postgres alone while Redis has no stock of the
   * sale.
   */
  async breakdown(saleId: string): Promise<StockBreakdown[]> {
    const [counts, pools, blocked] = await Promise.all([
      this.stock.figures(saleId),
      this.stock.pools(saleId),
      this.stock.blockedSeats(saleId),
    ]);
    const known =
      counts?.pools ??
      pools.map((pool) => ({
        ...pool,
        free: pool.capacity - pool.sold - pool.withdrawn,
        held: 0,
        committed: pool.sold,
        returning: 0,
      }));
    return mergeStock(known, pools).map((figure) => ({ ...figure, blocked: blocked.get(figure.ticketTypeId) ?? 0 }));
  }

  async channelsVersion(saleId: string): Promise<string> {
    return await this.shares.version(saleId);
  }

  async channels(saleId: string): Promise<ChannelShape[]> {
    // the book may be as old as its last reader, so what is sold is read anew
    const [book, pools, figures, seats] = await Promise.all([
      this.stock.book(saleId),
      this.stock.pools(saleId),
      this.stock.figures(saleId),
      this.shares.seatsByChannel(saleId),
    ]);
    const open = {
      key: PUBLIC,
      label: 'Public',
      partnerId: null,
      lanes: [],
      returnAt: null,
      returnTo: PUBLIC,
      returnBelowPercent: null,
    };
    return [open, ...book.channels].map(({ key, label, partnerId, lanes, returnAt, returnTo, returnBelowPercent }) => ({
      ...{ key, label, partnerId, lanes, returnTo, returnBelowPercent },
      seatIds: seats.get(key) ?? [],
      returnAt: returnAt?.toISOString() ?? null,
      allocations: pools
        .filter((pool) => pool.channel === key && (pool.capacity > 0 || key === PUBLIC))
        .map(({ poolId, ticketTypeId, capacity, sold, withdrawn }) => ({
          ...{ ticketTypeId, quantity: capacity, capacity, sold, withdrawn },
          free: figures?.pools.find((pool) => pool.poolId === poolId)?.free ?? null,
        })),
    }));
  }

  /** Invalidates the cache and wakes the conductor, whose next look puts a sold-out sale back on sale. */
  async announceChange(saleId: string): Promise<void> {
    this.cache.dropAll();
    await this.news.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what: 'sale' });
    await this.conducted.wake(saleId);
  }

  private async withSale(
    saleId: string,
    work: (view: SaleView, stamp: EpochStamp | null) => Promise<SaleStockResult>,
  ): Promise<SaleStockResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    if (view.state === 'closed') return { kind: 'refused', state: view.state };
    const stamp = view.state === 'draft' ? null : await this.epochGuard.stamp(saleId);
    if (view.state !== 'draft' && stamp === null) return { kind: 'busy' };
    const result = await work(view, stamp);
    if (result.kind === 'changed') await this.announceChange(saleId);
    return result;
  }
}
