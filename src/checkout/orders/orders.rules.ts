import { PUBLIC } from '../../contract/sale/channels.js';
import { type Discount, priceBasket } from '../../contract/money/pricing.js';
import type { HeldUnit } from '../../inventory/holds/hold.types.js';
import type { TicketTypeView } from '../../sales/sales.types.js';
import { ALL_FANS, type PromoTerms } from '../promo/promo.rules.js';
import type { OrderRecord } from './orders.types.js';
import type { NewOrder, OrderLine, QuotaRaise } from './orders.sql.js';

/** Prices an order: one row per unit at the price shown to the fan, plus the lines other than tickets. */
export function pricedOrder(
  units: readonly HeldUnit[],
  currency: string,
  discount: Discount | null = null,
): Pick<NewOrder, 'lines' | 'charges' | 'totalMinor'> {
  const { unitTotals, lines, totalMinor } = priceBasket(units, currency, discount);
  const charges = lines.filter(({ kind }) => kind !== 'ticket');
  return {
    lines: units.map(({ poolId, ticketTypeId, seatId, label, priceMinor }, index) => ({
      ...{ poolId, ticketTypeId, seatId, label, priceMinor },
      totalMinor: unitTotals[index] ?? 0,
    })),
    charges: charges.length === 0 ? null : charges,
    totalMinor,
  };
}

/** Returns the raise of a fan's quota per ticket type. A type no longer on sale allows only the units already held. */
export function quotasOf(
  saleId: string,
  fanKey: string,
  lines: readonly OrderLine[],
  ticketTypes: readonly Pick<TicketTypeView, 'id' | 'maxPerFan'>[],
  members = 1,
): QuotaRaise[] {
  const counts = new Map<string, number>();
  for (const { ticketTypeId } of lines) counts.set(ticketTypeId, (counts.get(ticketTypeId) ?? 0) + 1);
  return [...counts].map(([ticketTypeId, n]) => ({
    scope: `${saleId}:${ticketTypeId}`,
    kind: 'place',
    digest: fanKey,
    n,
    max: (ticketTypes.find(({ id }) => id === ticketTypeId)?.maxPerFan ?? n) * members,
  }));
}

/** Returns the promo code uses that an order reserves: one of the total, and one of the fan's place and identities. */
export function promoQuotas({ id, maxUses, perFan }: PromoTerms, fans: readonly string[]): QuotaRaise[] {
  const use = { scope: id, kind: 'promo', n: 1 } as const;
  return [{ ...use, digest: ALL_FANS, max: maxUses }, ...fans.map((digest) => ({ ...use, digest, max: perFan }))];
}

/** Builds the record of an order whose intent has just been opened, without reading it back from Postgres. */
export function recordOfNew(order: NewOrder, attempt: number, createdAt: Date): OrderRecord {
  const { lane: _lane, quotas: _quotas, promoId: _promoId, sold: _sold, lines, ...withPrivate } = order;
  const { counted: _counted, network: _network, threeDSecure: _threeDSecure, ...rest } = withPrivate;
  return {
    ...rest,
    buyerLanguage: order.buyerLanguage ?? 'en',
    state: 'pending',
    reason: null,
    dispute: null,
    payment: 'open',
    attempt,
    refundedMinor: 0,
    channel: PUBLIC,
    partnerId: null,
    externalReference: null,
    accessGeneration: 1,
    createdAt,
    lines: lines.map(({ label, priceMinor }) => ({ label, priceMinor })),
  };
}
