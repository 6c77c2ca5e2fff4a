import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { msOfMinutes } from '../../contract/sale/minutes.js';
import type { HoldShape } from '../../contract/orders/order-shapes.js';
import { StockHolds } from '../../inventory/holds/stock-holds.service.js';
import type { Hold, HoldItem, HoldReader, HoldResult } from '../../inventory/holds/hold.types.js';
import { Clock } from '../../platform/clock/clock.js';
import { bodyHash } from '../../platform/idempotency/idempotency.service.js';
import { keepJson } from '../../platform/http/encoded-json.js';
import { NewsService } from '../../platform/news/news.service.js';
import { Tallies } from '../../platform/tally/tallies.js';
import { PassesService } from '../../queue/passes/passes.service.js';
import type { Permit, PermitResult } from '../../queue/queue.types.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { ownerPermitOr, permitOr } from './fan-permit.js';
import { leftInHoldWords, refuseHold } from './hold-refusals.js';
import { currencyOf, termsOf } from './hold-terms.js';
import { holdShape, holdShapeOfOrder } from './hold.shape.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { type Refused, refused } from '../checkout.errors.js';

export type HoldAnswer = { kind: 'ok'; hold: HoldShape } | Refused;

type ReaderResult = { kind: 'ok'; permit: HoldReader & { saleId: string } } | Exclude<PermitResult, { kind: 'ok' }>;

const HOLD_ID = /^hold_[A-Za-z0-9_-]{1,64}$/;
const RANDOM_KEY_BYTES = 24;
/** Maximum total lifetime of a hold with all its extensions, as a multiple of its first one. */
const LIFE_FACTOR = 1.5;

const knownHashes = new WeakMap<readonly HoldItem[], string>();

/** Items may be those of many requests (checkedItems). */
function hashOf(items: readonly HoldItem[]): string {
  const known = knownHashes.get(items) ?? bodyHash(items);
  knownHashes.set(items, known);
  return known;
}

/** Holds of fans: combines the sale's terms, the admission's permit and the scripts of inventory. */
@Injectable()
export class HoldsService {
  // more than six: a hold meets the sale, the line and the stock
  constructor(
    private readonly sales: SaleCache,
    private readonly passes: PassesService,
    private readonly holds: StockHolds,
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
    const sale = await this.sales.bySlug(slug);
    if (!sale || sale.state === 'draft') return refused('NOT_FOUND');
    if (pass === null) return refused('PASS_REQUIRED');
    const key = idempotencyKey ?? randomBytes(RANDOM_KEY_BYTES).toString('base64url');
    const first = await this.take(sale, pass, key, items, false);
    // the epoch cached on this node was stale: re-reads it and retries once
    const result = first.kind === 'stale' ? await this.take(sale, pass, key, items, true) : first;
    if (result.kind === 'refused') return result;
    if (result.kind === 'limit_exceeded') this.tallies.add(sale.id, 'limit_exceeded');
    return result.kind === 'held' ? await this.published(result.hold) : refuseHold(result, sale);
  }

  /** Takes one round trip: the script checks the admission and reads the fan key that limits count by. */
  private async take(
    sale: SaleView,
    pass: string,
    idempotencyKey: string,
    items: HoldItem[],
    fresh: boolean,
  ): Promise<HoldResult | Refused> {
    const permitted = permitOr(await this.passes.unchecked(pass, sale.id, fresh));
    if (permitted.kind === 'refused') return permitted;
    const { permit } = permitted;
    const holdMs = msOfMinutes(sale.policy.holdMinutes);
    return await this.holds.hold({
      saleId: sale.id,
      stamp: permit.stamp,
      permit,
      idempotencyKey,
      bodyHash: hashOf(items),
      items,
      terms: termsOf(sale),
      currency: sale.currency,
      lane: permit.lane,
      most: sale.limits.perOrder,
      holdMs,
      absoluteMs: Math.round(holdMs * LIFE_FACTOR),
    });
  }

  async read(pass: string | null, holdId: string): Promise<HoldAnswer> {
    const found = ownerPermitOr(pass === null ? null : await this.readerOf(pass));
    if (found.kind === 'refused') return found;
    if (!HOLD_ID.test(holdId)) return refused('NOT_FOUND');
    const { saleId, admissionId } = found.permit;
    const hold = await this.holds.readHold(saleId, holdId, found.permit);
    if (hold) return { kind: 'ok', hold: await this.render(hold) };
    const order = await this.orders.ofHold(admissionId, holdId);
    return order ? { kind: 'ok', hold: holdShapeOfOrder(holdId, order) } : refused('NOT_FOUND');
  }

  /** Returns what the fan holds, is paying for or has bought, however little is left for others. */
  async own(pass: string | null): Promise<{ kind: 'ok'; holds: HoldShape[] } | Refused> {
    if (pass === null) return refused('PASS_REQUIRED');
    const found = permitOr(await this.readerOf(pass));
    if (found.kind === 'refused') return found;
    const holds = await this.holds.ownHolds(found.permit.saleId, found.permit);
    return { kind: 'ok', holds: await Promise.all(holds.map((hold) => this.render(hold))) };
  }

  /** Swaps tickets atomically: if the new ones are unavailable, the old ones stay held. */
  async swap(
    pass: string | null,
    holdId: string,
    items: HoldItem[],
    idempotencyKey: string | null,
  ): Promise<HoldAnswer> {
    const permitted = await this.permitOf(pass);
    if (permitted.kind === 'refused') return permitted;
    const { permit } = permitted;
    const sale = await this.sales.byId(permit.saleId);
    if (!sale || !HOLD_ID.test(holdId)) return refused('NOT_FOUND');
    const result = await this.holds.swap({
      saleId: sale.id,
      stamp: permit.stamp,
      permit,
      holdId,
      items,
      terms: termsOf(sale),
      currency: sale.currency,
      lane: permit.lane,
      most: sale.limits.perOrder,
      idempotencyKey,
      absoluteMs: Math.round(msOfMinutes(sale.policy.holdMinutes) * LIFE_FACTOR),
    });
    return result.kind === 'swapped' ? await this.published(result.hold) : refuseHold(result, sale, leftInHoldWords);
  }

  async release(pass: string | null, holdId: string): Promise<HoldAnswer> {
    const permitted = await this.permitOf(pass);
    if (permitted.kind === 'refused') return permitted;
    const { saleId, stamp, fanKey } = permitted.permit;
    if (!HOLD_ID.test(holdId)) return refused('NOT_FOUND');
    const result = await this.holds.release(saleId, stamp, holdId, fanKey);
    return result.kind === 'released' ? await this.published(result.hold) : refuseHold(result);
  }

  async extend(pass: string | null, holdId: string, idempotencyKey: string | null): Promise<HoldAnswer> {
    const permitted = await this.permitOf(pass);
    if (permitted.kind === 'refused') return permitted;
    if (!HOLD_ID.test(holdId)) return refused('NOT_FOUND');
    const { permit } = permitted;
    const result = await this.holds.extend(permit.saleId, permit.stamp, holdId, permit, idempotencyKey);
    return result.kind === 'extended' ? await this.published(result.hold) : refuseHold(result);
  }

  private async permitOf(pass: string | null): Promise<{ kind: 'ok'; permit: Permit } | Refused> {
    return ownerPermitOr(pass === null ? null : await this.passes.permit(pass));
  }

  /** Identifies whose holds a pass reads, also after its admission has ended: payment ends it. */
  private async readerOf(pass: string): Promise<ReaderResult> {
    const permitted = await this.passes.permit(pass);
    if (permitted.kind !== 'expired') return permitted;
    const bearer = await this.passes.bearer(pass);
    if (bearer.kind !== 'ok') return bearer;
    const { saleId, admissionId } = bearer;
    return { kind: 'ok', permit: { saleId, admissionId, fanKey: null } };
  }

  private async render(hold: Hold): Promise<HoldShape> {
    const order = hold.orderId === null ? null : await this.orders.stepOf(hold.orderId);
    return holdShape(hold, {
      orderStep: order?.state ?? null,
      currency: await currencyOf(hold, this.sales),
      wallNowMs: this.clock.nowMs(),
    });
  }

  /** Publishes the hold to the fan's other pages. */
  private async published(hold: Hold): Promise<HoldAnswer> {
    const shape = await this.render(hold);
    const json = JSON.stringify(shape);
    keepJson(shape, json);
    void this.news.publishEncoded(`admission:${hold.admissionId}`, 'hold', json);
    return { kind: 'ok', hold: shape };
  }
}
