import { Injectable } from '@nestjs/common';
import { isChargeable, ruleOf } from '../../contract/money.js';
import type { Hold } from '../../inventory/inventory.types.js';
import { newId } from '../../platform/ids.js';
import { QueueService } from '../../queue/queue.service.js';
import type { Permit } from '../../queue/queue.types.js';
import { SalesService } from '../../sales/sales.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { CardBrakes } from '../brakes/card-brakes.service.js';
import { PersonLimits, raisesOf } from '../limits/person-limits.service.js';
import { boundsWords } from '../holds/hold-refusals.js';
import { PromoCodes } from '../promo/promo-codes.service.js';
import type { PromoTerms } from '../promo/promo.rules.js';
import { type Refused, refused } from '../refusal.js';
import { pricedOrder, promoQuotas, quotasOf } from './orders.rules.js';
import type { NewOrder } from './orders.sql.js';

export interface OrderRequest {
  idempotencyKey: string;
  bodyHash: string;
  holdId: string;
  buyer: { email: string; name: string };
  language: string;
  promoCode: string | null;
  /** Where the request comes from: guesses of promo codes are counted by it. */
  network: string;
}

/** How an order is charged: what its sale and the card brakes ask for. */
type Charging = { kind: 'charging'; threeDSecure: boolean; network: string };

const MINUTE_MS = 60_000;

/** Step 1 of an order: what its row says, at the prices of its hold. */
@Injectable()
export class OrderDrafts {
  constructor(
    private readonly sales: SalesService,
    private readonly queue: QueueService,
    private readonly promos: PromoCodes,
    private readonly brakes: CardBrakes,
    private readonly limits: PersonLimits,
  ) {}

  async draft(
    permit: Permit,
    request: OrderRequest,
    hold: Hold,
  ): Promise<{ kind: 'draft'; order: NewOrder } | Refused> {
    const { saleId, fanKey } = permit;
    const sale = await this.sales.saleById(saleId);
    if (!sale) return refused('NOT_FOUND');
    const now = await this.queue.now(saleId);
    if (hold.expiresAtSaleMs <= now) return refused('HOLD_EXPIRED');
    const promo = await this.promoOf(permit, request, hold);
    if (promo?.kind === 'refused') return promo;
    const priced = pricedOrder(hold.items, hold.currency, promo?.discount);
    const { currency } = hold;
    if (!isChargeable({ amount: priced.totalMinor, currency }))
      return refused('AMOUNT_NOT_CHARGEABLE', { detail: boundsWords({ ...ruleOf(currency), currency }) });
    const charging = await this.chargingOf(sale, request, priced.totalMinor);
    if (charging.kind === 'refused') return charging;
    const counted = this.limits.countedOf(sale, priced.lines, permit.members, request.buyer.email);
    const order: NewOrder = {
      id: newId('ord'),
      ...{ saleId, fanKey, currency },
      admissionId: permit.admissionId,
      lane: permit.lane,
      holdId: hold.id,
      idempotencyKey: request.idempotencyKey,
      bodyHash: request.bodyHash,
      epoch: permit.stamp.epoch,
      ...priced,
      buyerEmail: request.buyer.email,
      buyerName: request.buyer.name,
      buyerLanguage: request.language,
      deadlineSaleMs: now + sale.policy.payMinutes * MINUTE_MS,
      promoId: promo?.id ?? null,
      counted,
      network: charging.network,
      threeDSecure: charging.threeDSecure,
      quotas: [
        ...quotasOf(saleId, fanKey, priced.lines, sale.ticketTypes, permit.members),
        ...raisesOf(counted),
        ...(promo ? promoQuotas(promo, fanKey) : []),
      ],
    };
    return { kind: 'draft', order };
  }

  /** Why a quota refused the order: the code was used up by others meanwhile, or the fan has enough tickets. */
  async limitOf({ promoId, fanKey, quotas }: NewOrder): Promise<Refused> {
    const spent = promoId !== null && (await this.promos.isSpent(promoId, fanKey));
    return spent ? refused('PROMO_CODE_INVALID') : await this.limits.refusalOf(quotas);
  }

  /** An order that costs nothing tries no card. */
  private async chargingOf(sale: SaleView, request: OrderRequest, totalMinor: number): Promise<Charging | Refused> {
    const network = this.brakes.digestOf(request.network);
    if (totalMinor === 0) return { kind: 'charging', threeDSecure: false, network };
    const brake = await this.brakes.of(sale.id, network);
    const retryAfterMs = brake === 'slow' ? this.brakes.turnAfterMs(sale.id, network) : 0;
    if (retryAfterMs > 0) return refused('RATE_LIMITED', { retryAfterMs });
    return { kind: 'charging', threeDSecure: brake !== 'none' || sale.policy.threeDSecure === 'any', network };
  }

  private async promoOf(permit: Permit, request: OrderRequest, hold: Hold): Promise<PromoTerms | Refused | null> {
    if (request.promoCode === null) return null;
    const asked = { saleId: permit.saleId, fanKey: permit.fanKey, network: request.network, code: request.promoCode };
    const found = await this.promos.find(asked, new Set(hold.items.map(({ ticketTypeId }) => ticketTypeId)));
    if (found.kind === 'found') return found.promo;
    if (found.kind === 'invalid') return refused('PROMO_CODE_INVALID');
    return refused('RATE_LIMITED', { retryAfterMs: found.retryAfterMs });
  }
}
