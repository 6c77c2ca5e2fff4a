import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { msOfMinutes } from '../../contract/sale/minutes.js';
import type { AvailabilityShape, SectionShape } from '../../contract/stock/availability-shapes.js';
import type { HoldShape } from '../../contract/orders/order-shapes.js';
import { StockService } from '../../inventory/stock/stock.service.js';
import { AvailabilityService } from '../../inventory/availability/availability.service.js';
import { StockHolds } from '../../inventory/holds/stock-holds.service.js';
import type { Hold, HoldItem, HoldResult } from '../../inventory/holds/hold.types.js';
import { Clock } from '../../platform/clock/clock.js';
import { bodyHash } from '../../platform/idempotency/idempotency.service.js';
import { EpochGuard } from '../../queue/line/epoch-guard.service.js';
import { isListed } from '../../sales/catalogue/sale-view.rules.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { refuseHold } from '../holds/hold-refusals.js';
import { currencyOf, termsOf } from '../holds/hold-terms.js';
import { holdShape } from '../holds/hold.shape.js';
import type { HoldAnswer } from '../holds/holds.service.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type { Placer } from '../orders/placing/placer.js';
import { type Refused, refused } from '../checkout.errors.js';
import { channelsOf, chooseChannel, isSeller, sellerKeyOf } from './allocation.rules.js';
import { HeldSalesStore } from './held-sales.store.js';

export interface AllocationWish {
  saleId: string;
  items: HoldItem[];
  /** Defaults to the partner's only channel. */
  channel?: string | undefined;
}

const HOLD_ID = /^hold_[A-Za-z0-9_-]{1,64}$/;
const RANDOM_KEY_BYTES = 24;

/** Holds that partners take from their own allocation: without queueing, but under the limits and terms of fans. */
@Injectable()
export class Allocations {
  constructor(
    private readonly sales: SaleCache,
    private readonly epochGuard: EpochGuard,
    private readonly stock: StockService,
    private readonly shown: AvailabilityService,
    private readonly holds: StockHolds,
    private readonly orders: OrdersRepository,
    private readonly held: HeldSalesStore,
    private readonly clock: Clock,
  ) {}

  /** Returns those of the sales that a partner may know of: published, and either listed or with a channel of its own. */
  async visible(partnerId: string | null, views: readonly SaleView[]): Promise<SaleView[]> {
    const published = views.filter(({ state }) => state !== 'draft');
    if (partnerId === null) return published; // the promoter's own key
    const isVisible = await Promise.all(
      published.map(async (view) => isListed(view) || (await this.sells(partnerId, view))),
    );
    return published.filter((_view, index) => isVisible[index]);
  }

  async availability(
    partnerId: string,
    saleId: string,
    section?: string,
  ): Promise<{ kind: 'ok'; answer: AvailabilityShape | SectionShape } | Refused> {
    const sale = await this.published(saleId);
    if (!sale) return refused('NOT_FOUND');
    const channels = channelsOf(partnerId, await this.stock.book(saleId));
    const answer =
      section === undefined
        ? await this.shown.of(saleId, { detailed: true, channels })
        : await this.shown.section(saleId, section, channels);
    return answer ? { kind: 'ok', answer } : refused('NOT_FOUND');
  }

  /** @param idempotencyKey null makes every call a new hold */
  async hold(partnerId: string, idempotencyKey: string | null, wish: AllocationWish): Promise<HoldAnswer> {
    const sale = await this.published(wish.saleId);
    if (!sale) return refused('NOT_FOUND');
    const chosen = chooseChannel(channelsOf(partnerId, await this.stock.book(sale.id)), wish.channel);
    if (chosen.kind === 'refused') return chosen;
    const key = idempotencyKey ?? randomBytes(RANDOM_KEY_BYTES).toString('base64url');
    const sellerKey = sellerKeyOf(partnerId, key);
    const ask = (fresh: boolean) => this.take(sale, wish.items, { key, sellerKey, channel: chosen.key, fresh });
    const first = await ask(false);
    // the epoch cached on this node was stale: re-reads it and retries once
    const result = first.kind === 'stale' ? await ask(true) : first;
    if (result.kind !== 'held') return refuseHold(result, sale);
    await this.held.write(result.hold.id, { saleId: sale.id, sellerKey });
    return { kind: 'ok', hold: await this.render(result.hold) };
  }

  async read(partnerId: string, holdId: string): Promise<HoldAnswer> {
    const hold = await this.find(partnerId, holdId);
    return hold ? { kind: 'ok', hold: await this.render(hold) } : refused('NOT_FOUND');
  }

  async release(partnerId: string, holdId: string): Promise<HoldAnswer> {
    const placer = await this.placerOf(partnerId, holdId);
    if (placer.kind === 'refused') return placer;
    const { saleId, stamp, fanKey } = placer.placer;
    const result = await this.holds.release(saleId, stamp, holdId, fanKey);
    if (result.kind !== 'released') return refuseHold(result);
    await this.held.release(holdId);
    return { kind: 'ok', hold: await this.render(result.hold) };
  }

  /** Returns the placer for an order of this hold. */
  async placerOf(partnerId: string, holdId: string): Promise<{ kind: 'ok'; placer: Placer } | Refused> {
    const known = HOLD_ID.test(holdId) ? await this.held.read(holdId) : null;
    if (!known || !isSeller(partnerId, known.sellerKey)) return refused('NOT_FOUND');
    const { saleId, sellerKey } = known;
    const stamp = await this.epochGuard.stamp(saleId);
    if (!stamp) return refused('CORE_AWAY');
    const nobody = { admissionId: null, lane: null, number: null, members: 1 };
    return { kind: 'ok', placer: { saleId, stamp, fanKey: sellerKey, ...nobody } };
  }

  private async take(
    sale: SaleView,
    items: HoldItem[],
    { key, sellerKey, channel, fresh }: { key: string; sellerKey: string; channel: string; fresh: boolean },
  ): Promise<HoldResult> {
    const stamp = await this.epochGuard.stamp(sale.id, fresh);
    if (!stamp) return { kind: 'away' };
    return await this.holds.holdAllocation({
      saleId: sale.id,
      stamp,
      idempotencyKey: key,
      bodyHash: bodyHash({ items, channel }),
      items,
      terms: termsOf(sale),
      currency: sale.currency,
      holdMs: msOfMinutes(sale.policy.holdMinutes),
      channel,
      sellerKey,
    });
  }

  private async find(partnerId: string, holdId: string): Promise<Hold | null> {
    const known = HOLD_ID.test(holdId) ? await this.held.read(holdId) : null;
    if (!known || !isSeller(partnerId, known.sellerKey)) return null;
    return await this.holds.getHold(known.saleId, holdId, known.sellerKey);
  }

  private async sells(partnerId: string, { id }: SaleView): Promise<boolean> {
    return channelsOf(partnerId, await this.stock.book(id)).length > 0;
  }

  private async published(saleId: string): Promise<SaleView | null> {
    const sale = await this.sales.byId(saleId);
    return sale?.state === 'draft' ? null : sale;
  }

  private async render(hold: Hold): Promise<HoldShape> {
    const order = hold.orderId === null ? null : await this.orders.stepOf(hold.orderId);
    return holdShape(hold, {
      orderStep: order?.state ?? null,
      currency: await currencyOf(hold, this.sales),
      wallNowMs: this.clock.nowMs(),
    });
  }
}
