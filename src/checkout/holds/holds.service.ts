import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { HoldShape } from '../../contract/shapes.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import type { Hold, HoldItem, HoldResult } from '../../inventory/inventory.types.js';
import { Clock } from '../../platform/clock/clock.js';
import { bodyHash } from '../../platform/idempotency/idempotency.service.js';
import { NewsService } from '../../platform/news/news.service.js';
import { Tallies } from '../../platform/tally/tallies.js';
import { QueueService } from '../../queue/queue.service.js';
import type { Permit } from '../../queue/queue.types.js';
import { SalesService } from '../../sales/sales.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { permitOr } from './fan-permit.js';
import { refuseHold } from './hold-refusals.js';
import { termsOf } from './hold-terms.js';
import { holdShape } from './hold.shape.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { type Refused, refused } from '../checkout.errors.js';

export type HoldAnswer = { kind: 'ok'; hold: HoldShape; fresh: boolean } | Refused;

const HOLD_ID = /^hold_[A-Za-z0-9_-]{1,64}$/;
const RANDOM_KEY_BYTES = 24;
const MINUTE_MS = 60_000;
/** Maximum total lifetime of a hold with all its extensions, as a multiple of its first one. */
const LIFE_FACTOR = 1.5;

/** Holds of fans: combines the sale's terms, the admission's permit and the scripts of inventory. */
@Injectable()
export class HoldsService {
  // more than six: a hold meets the sale, the line and the stock
  constructor(
    private readonly sales: SalesService,
    private readonly queue: QueueService,
    private readonly inventory: InventoryService,
    private readonly orders: OrdersRepository,
    private readonly news: NewsService,
    private readonly clock: Clock,
    private readonly tallies: Tallies,
  ) {}

  async create(
    slug: string,
    pass: string | null,
    idempotencyKey: string | null,
    items: HoldItem[],
  ): Promise<HoldAnswer> {
    const sale = await this.sales.saleBySlug(slug);
    if (!sale || sale.state === 'draft') return refused('NOT_FOUND');
    if (pass === null) return refused('PASS_REQUIRED');
    const key = idempotencyKey ?? randomBytes(RANDOM_KEY_BYTES).toString('base64url');
    const first = await this.take(sale, pass, key, items, false);
    // the epoch cached on this node was stale: re-reads it and retries once
    const result = first.kind === 'stale' ? await this.take(sale, pass, key, items, true) : first;
    if (result.kind === 'refused') return result;
    if (result.kind === 'limit_exceeded') this.tallies.add(sale.id, 'limit_exceeded');
    return result.kind === 'held' ? await this.tell(result.hold, result.fresh) : refuseHold(result, sale);
  }

  /** Takes one round trip: the script checks the admission and reads the fan key that limits count by. */
  private async take(
    sale: SaleView,
    pass: string,
    idempotencyKey: string,
    items: HoldItem[],
    fresh: boolean,
  ): Promise<HoldResult | Refused> {
    const permitted = permitOr(await this.queue.uncheckedPermit(pass, sale.id, fresh));
    if (permitted.kind === 'refused') return permitted;
    const { permit } = permitted;
    const holdMs = sale.policy.holdMinutes * MINUTE_MS;
    return await this.inventory.hold({
      saleId: sale.id,
      stamp: permit.stamp,
      permit,
      idempotencyKey,
      bodyHash: bodyHash(items),
      items,
      terms: termsOf(sale),
      currency: sale.currency,
      lane: permit.lane,
      holdMs,
      absoluteMs: holdMs * LIFE_FACTOR,
    });
  }

  async read(pass: string | null, holdId: string): Promise<HoldAnswer> {
    const permitted = await this.permitOf(pass);
    if (permitted.kind === 'refused') return permitted;
    const hold = await this.find(permitted.permit, holdId);
    return hold ? { kind: 'ok', hold: await this.render(hold), fresh: false } : refused('NOT_FOUND');
  }

  /** Returns what the fan holds or is paying for, however little is left for others. */
  async own(pass: string | null): Promise<{ kind: 'ok'; holds: HoldShape[] } | Refused> {
    const permitted = await this.permitOf(pass);
    if (permitted.kind === 'refused') return permitted;
    const { permit } = permitted;
    const holds = await this.inventory.ownHolds(permit.saleId, permit);
    return { kind: 'ok', holds: await Promise.all(holds.map((hold) => this.render(hold))) };
  }

  /** Swaps tickets atomically: if the new ones are unavailable, the old ones stay held. */
  async swap(pass: string | null, holdId: string, items: HoldItem[]): Promise<HoldAnswer> {
    const permitted = await this.permitOf(pass);
    if (permitted.kind === 'refused') return permitted;
    const { permit } = permitted;
    const sale = await this.sales.saleById(permit.saleId);
    if (!sale || !HOLD_ID.test(holdId)) return refused('NOT_FOUND');
    const result = await this.inventory.swap({
      saleId: sale.id,
      stamp: permit.stamp,
      permit,
      holdId,
      items,
      terms: termsOf(sale),
      currency: sale.currency,
      lane: permit.lane,
      absoluteMs: sale.policy.holdMinutes * MINUTE_MS * LIFE_FACTOR,
    });
    return result.kind === 'swapped' ? await this.tell(result.hold, false) : refuseHold(result, sale);
  }

  async release(pass: string | null, holdId: string): Promise<HoldAnswer> {
    const permitted = await this.permitOf(pass);
    if (permitted.kind === 'refused') return permitted;
    const { saleId, stamp, fanKey } = permitted.permit;
    if (!HOLD_ID.test(holdId)) return refused('NOT_FOUND');
    const result = await this.inventory.release(saleId, stamp, holdId, fanKey);
    return result.kind === 'released' ? await this.tell(result.hold, false) : refuseHold(result);
  }

  async extend(pass: string | null, holdId: string): Promise<HoldAnswer> {
    const permitted = await this.permitOf(pass);
    if (permitted.kind === 'refused') return permitted;
    if (!HOLD_ID.test(holdId)) return refused('NOT_FOUND');
    const { permit } = permitted;
    const result = await this.inventory.extend(permit.saleId, permit.stamp, holdId, permit);
    return result.kind === 'extended' ? await this.tell(result.hold, false) : refuseHold(result);
  }

  private async permitOf(pass: string | null, saleId?: string): Promise<{ kind: 'ok'; permit: Permit } | Refused> {
    return pass === null ? refused('PASS_REQUIRED') : permitOr(await this.queue.permit(pass, saleId));
  }

  private async find({ saleId, fanKey }: Permit, holdId: string): Promise<Hold | null> {
    return HOLD_ID.test(holdId) ? await this.inventory.getHold(saleId, holdId, fanKey) : null;
  }

  private async render(hold: Hold): Promise<HoldShape> {
    const order = hold.orderId === null ? null : await this.orders.stepOf(hold.orderId);
    return holdShape(hold, order?.state ?? null, this.clock.nowMs());
  }

  /** Also publishes the hold to the fan's other pages. */
  private async tell(hold: Hold, fresh: boolean): Promise<HoldAnswer> {
    const shape = await this.render(hold);
    void this.news.publish(`admission:${hold.admissionId}`, 'hold', shape);
    return { kind: 'ok', hold: shape, fresh };
  }
}
