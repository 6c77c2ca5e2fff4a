import { Injectable } from '@nestjs/common';
import { msOfMinutes } from '../../../contract/sale/minutes.js';
import { isChargeable, ruleOf } from '../../../contract/money/money.js';
import type { Hold } from '../../../inventory/holds/hold.types.js';
import { PUBLIC } from '../../../contract/sale/channels.js';
import { StockService } from '../../../inventory/stock/stock.service.js';
import { newId } from '../../../platform/ids.js';
import { Tallies } from '../../../platform/tally/tallies.js';
import { FiguresService } from '../../../queue/line/figures.service.js';
import { SaleCache } from '../../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../../sales/sales.types.js';
import { CardBrakes } from '../../brakes/card-brakes.service.js';
import { PersonLimits, raisesOf } from '../../limits/person-limits.service.js';
import { boundsWords } from '../../holds/hold-refusals.js';
import { PromoCodes } from '../../promo/promo-codes.service.js';
import type { PromoTerms } from '../../promo/promo.rules.js';
import { type Refused, refused } from '../../checkout.errors.js';
import { pricedOrder, promoQuotas, quotasOf } from '../orders.rules.js';
import type { NewOrder } from '../orders.sql.js';
import type { Placer } from './placer.js';

export interface OrderRequest {
  idempotencyKey: string;
  bodyHash: string;
  holdId: string;
  buyer: { email: string; name: string };
  language: string;
  promoCode: string | null;
  /** Set if a partner sold the order and took the money. */
  sold?: { partnerId: string; reference: string; actor: string };
  /** Network the request came from; promo code guesses are counted per network. */
  network: string;
}

/** How an order is charged, as its sale and the card brakes demand. */
type Charging = { kind: 'charging'; threeDSecure: boolean; network: string };

/** Step 1 of placing an order: drafts its row at the prices of its hold. */
@Injectable()
export class OrderDrafts {
  // more than six: an order meets the sale, the line, the stock and every limit of a buyer
  constructor(
    private readonly sales: SaleCache,
    private readonly lineFigures: FiguresService,
    private readonly promos: PromoCodes,
    private readonly stock: StockService,
    private readonly brakes: CardBrakes,
    private readonly limits: PersonLimits,
    private readonly tallies: Tallies,
  ) {}

  async draft(
    placer: Placer,
    request: OrderRequest,
    hold: Hold,
  ): Promise<{ kind: 'draft'; order: NewOrder } | Refused> {
    const { saleId, fanKey } = placer;
    const { sold } = request;
    const sale = await this.sales.byId(saleId);
    if (!sale) return refused('NOT_FOUND');
    const now = await this.lineFigures.now(saleId);
    if (hold.expiresAtSaleMs <= now) return refused('HOLD_EXPIRED');
    const identities = await this.limits.identityDigestsOf(sale, placer);
    const fans = [fanKey, ...identities];
    const promo = await this.promoOf(placer, request, hold, fans);
    if (promo?.kind === 'refused') return promo;
    const priced = pricedOrder(hold.items, hold.currency, promo?.discount);
    const { currency } = hold;
    if (!sold && !isChargeable({ amount: priced.totalMinor, currency }))
      return refused('AMOUNT_NOT_CHARGEABLE', { detail: boundsWords({ ...ruleOf(currency), currency }) });
    const charging = await this.chargingOf(sale, request, priced.totalMinor);
    if (charging.kind === 'refused') return charging;
    // partners enforce limits on their own buyers
    const buyer = { members: placer.members, email: request.buyer.email, identityDigests: identities };
    const counted = sold ? null : this.limits.countedOf(sale, priced.lines, buyer);
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
      deadlineSaleMs: now + msOfMinutes(sale.policy.payMinutes),
      promoId: promo?.id ?? null,
      counted,
      network: charging.network,
      threeDSecure: charging.threeDSecure,
      ...(sold && {
        sold: { partnerId: sold.partnerId, reference: sold.reference, channel: await this.channelOf(hold) },
      }),
      quotas: [
        ...quotasOf(saleId, fanKey, priced.lines, sale.ticketTypes, placer.members),
        ...raisesOf(counted),
        ...(promo ? promoQuotas(promo, fans) : []),
      ],
    };
    return { kind: 'draft', order };
  }

  /** Explains why a quota refused the order: the promo code has been used up, or a purchase limit was reached. */
  async limitOf({ saleId, promoId, quotas }: NewOrder): Promise<Refused> {
    const uses = quotas.filter(({ kind }) => kind === 'promo').map(({ digest }) => digest);
    const spent = promoId !== null && (await this.promos.isSpent(promoId, uses));
    if (spent) return refused('PROMO_CODE_INVALID');
    this.tallies.add(saleId, 'limit_exceeded');
    return await this.limits.refusalOf(quotas);
  }

  /** Skips the card brakes for free orders and partner sales, which charge no card. */
  private async chargingOf(sale: SaleView, request: OrderRequest, totalMinor: number): Promise<Charging | Refused> {
    const network = this.brakes.digestOf(request.network);
    if (totalMinor === 0 || request.sold) return { kind: 'charging', threeDSecure: false, network };
    const brake = await this.brakes.of(sale.id, network);
    const retryAfterMs = brake === 'slow' ? this.brakes.turnAfterMs(sale.id, network) : 0;
    if (retryAfterMs > 0) {
      this.tallies.add(sale.id, 'cards_slowed');
      return refused('RATE_LIMITED', { retryAfterMs });
    }
    return { kind: 'charging', threeDSecure: brake !== 'none' || sale.policy.threeDSecure === 'any', network };
  }

  /** Returns the channel that the hold was taken from. */
  private async channelOf({ saleId, items: [first] }: Hold): Promise<string> {
    const { pools } = await this.stock.book(saleId);
    return pools.find(({ poolId }) => poolId === first?.poolId)?.channel ?? PUBLIC;
  }

  private async promoOf(
    { saleId }: Placer,
    request: OrderRequest,
    hold: Hold,
    fans: readonly string[],
  ): Promise<PromoTerms | Refused | null> {
    if (request.promoCode === null) return null;
    const asked = { saleId, fans, network: request.network, code: request.promoCode };
    const found = await this.promos.find(asked, new Set(hold.items.map(({ ticketTypeId }) => ticketTypeId)));
    if (found.kind === 'found') return found.promo;
    if (found.kind === 'invalid') return refused('PROMO_CODE_INVALID');
    return refused('RATE_LIMITED', { retryAfterMs: found.retryAfterMs });
  }
}
