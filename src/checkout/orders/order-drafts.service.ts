import { Injectable } from '@nestjs/common';
import { isChargeable, ruleOf } from '../../contract/money.js';
import type { Hold } from '../../inventory/inventory.types.js';
import { PUBLIC } from '../../contract/channels.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import { newId } from '../../platform/ids.js';
import { QueueService } from '../../queue/queue.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { boundsWords } from '../holds/hold-refusals.js';
import { PromoCodes } from '../promo/promo-codes.service.js';
import type { PromoTerms } from '../promo/promo.rules.js';
import { type Refused, refused } from '../checkout.errors.js';
import { pricedOrder, promoQuotas, quotasOf } from './orders.rules.js';
import type { NewOrder } from './orders.sql.js';
import type { Placer } from './placer.js';

export interface OrderRequest {
  idempotencyKey: string;
  bodyHash: string;
  holdId: string;
  buyer: { email: string; name: string };
  language: string;
  promoCode: string | null;
  /** Sold by a partner, who was paid for it. */
  sold?: { partnerId: string; reference: string };
  /** Where the request comes from: guesses of promo codes are counted by it. */
  network: string;
}

const MINUTE_MS = 60_000;

/** Step 1 of an order: what its row says, at the prices of its hold. */
@Injectable()
export class OrderDrafts {
  constructor(
    private readonly sales: SalesService,
    private readonly queue: QueueService,
    private readonly promos: PromoCodes,
    private readonly inventory: InventoryService,
  ) {}

  async draft(
    placer: Placer,
    request: OrderRequest,
    hold: Hold,
  ): Promise<{ kind: 'draft'; order: NewOrder } | Refused> {
    const { saleId, fanKey } = placer;
    const { sold } = request;
    const sale = await this.sales.saleById(saleId);
    if (!sale) return refused('NOT_FOUND');
    const now = await this.queue.now(saleId);
    if (hold.expiresAtSaleMs <= now) return refused('HOLD_EXPIRED');
    const promo = await this.promoOf(placer, request, hold);
    if (promo?.kind === 'refused') return promo;
    const priced = pricedOrder(hold.items, hold.currency, promo?.discount);
    const { currency } = hold;
    if (!sold && !isChargeable({ amount: priced.totalMinor, currency }))
      return refused('AMOUNT_NOT_CHARGEABLE', { detail: boundsWords({ ...ruleOf(currency), currency }) });
    const order: NewOrder = {
      id: newId('ord'),
      ...{ saleId, fanKey, currency },
      admissionId: placer.admissionId,
      lane: placer.lane,
      holdId: hold.id,
      idempotencyKey: request.idempotencyKey,
      bodyHash: request.bodyHash,
      epoch: placer.stamp.epoch,
      ...priced,
      buyerEmail: request.buyer.email,
      buyerName: request.buyer.name,
      buyerLanguage: request.language,
      deadlineSaleMs: now + sale.policy.payMinutes * MINUTE_MS,
      promoId: promo?.id ?? null,
      ...(sold && { sold: { ...sold, channel: await this.channelOf(hold) } }),
      quotas: [
        ...quotasOf(saleId, fanKey, priced.lines, sale.ticketTypes, placer.members),
        ...(promo ? promoQuotas(promo, fanKey) : []),
      ],
    };
    return { kind: 'draft', order };
  }

  /** Why a quota refused the order: the code was used up by others meanwhile, or the fan has enough tickets. */
  async limitOf({ promoId, fanKey }: NewOrder): Promise<Refused> {
    const spent = promoId !== null && (await this.promos.isSpent(promoId, fanKey));
    return refused(spent ? 'PROMO_CODE_INVALID' : 'LIMIT_EXCEEDED');
  }

  /** The channel that a hold was taken from. */
  private async channelOf({ saleId, items: [first] }: Hold): Promise<string> {
    const { pools } = await this.inventory.book(saleId);
    return pools.find(({ poolId }) => poolId === first?.poolId)?.channel ?? PUBLIC;
  }

  private async promoOf(placer: Placer, request: OrderRequest, hold: Hold): Promise<PromoTerms | Refused | null> {
    if (request.promoCode === null) return null;
    const asked = { saleId: placer.saleId, fanKey: placer.fanKey, network: request.network, code: request.promoCode };
    const found = await this.promos.find(asked, new Set(hold.items.map(({ ticketTypeId }) => ticketTypeId)));
    if (found.kind === 'found') return found.promo;
    if (found.kind === 'invalid') return refused('PROMO_CODE_INVALID');
    return refused('RATE_LIMITED', { retryAfterMs: found.retryAfterMs });
  }
}
