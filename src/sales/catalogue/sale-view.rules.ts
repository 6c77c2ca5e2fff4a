import type { NoticeMore } from '../sales.types.js';
import type { SellerShape } from '../../contract/sale/seller-shapes.js';
import { type FeeTerms, fullPriceOf, type TaxTerms } from '../../contract/money/pricing.js';
import type { SaleShape, SaleState, StockState } from '../../contract/sale/sale-shapes.js';
import type { SaleTimes } from '../life/sale.state.js';
import { defaultLimits, defaultPolicy } from './input/sale-input.rules.js';
import { brandingOf } from './branding.rules.js';
import { pausedFromOf, type SaleRow } from './sale-row.sql.js';
import type { ChallengeMode, EntryMode, EntryRules, IdentityKeys } from '../../queue/queue.types.js';
import type { LaneSetting, SaleLimits, SalePolicy, SaleView } from '../sales.types.js';

/** Converts a row for other rooms. Its JSON columns were validated on write, and only this room writes them. */
export function viewOf(row: SaleRow): SaleView {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    state: row.state as SaleState,
    pausedFrom: pausedFromOf(row),
    currency: row.currency,
    show: {
      name: row.showName,
      venue: row.showVenue,
      startsAt: row.showStartsAt.toISOString(),
      timeZone: row.showTimeZone,
      ...(row.showCanceledAt && { canceledAt: row.showCanceledAt.toISOString() }),
    },
    prequeueAt: row.prequeueAt.toISOString(),
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt?.toISOString() ?? null,
    challenge: row.challenge as ChallengeMode,
    entry: row.entry as EntryMode,
    identityKeys: row.identityKeys as unknown as IdentityKeys | null,
    beacon: row.beacon,
    joinsFrozen: row.joinsFrozen,
    listed: row.listed,
    transferable: row.transferable,
    seller: row.seller as unknown as SellerShape | null,
    branding: brandingOf(row),
    lanes: row.lanes as unknown as LaneSetting[],
    // sales created before a field existed get its default
    policy: { ...defaultPolicy, ...(row.policy as unknown as SalePolicy) },
    policyVersion: row.policyVersion,
    limits: { ...defaultLimits, ...(row.limits as unknown as SaleLimits) },
    notice:
      row.noticeText !== null && row.noticeAt !== null
        ? { text: row.noticeText, at: row.noticeAt.toISOString(), ...(row.noticeMore as unknown as NoticeMore | null) }
        : null,
    createdAt: row.createdAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    ticketTypes: row.ticketTypes.map((type) => ({
      id: type.id,
      name: type.name,
      admission: type.admission === 'reserved' ? 'reserved' : 'general',
      priceMinor: Number(type.priceMinor),
      fee: type.fee as unknown as FeeTerms | null,
      tax: type.tax as unknown as TaxTerms | null,
      maxPerFan: type.maxPerFan,
      min: type.minPerHold,
      multiple: type.multipleOf,
      poolId: type.poolId,
      sections: type.sections,
      toldStock: type.stockState as StockState,
    })),
  };
}

export function timesOf(view: Pick<SaleView, 'prequeueAt' | 'opensAt' | 'closesAt'>): SaleTimes {
  return {
    prequeueAtMs: Date.parse(view.prequeueAt),
    opensAtMs: Date.parse(view.opensAt),
    closesAtMs: view.closesAt === null ? null : Date.parse(view.closesAt),
  };
}

/** Returns what the sale requires from anyone joining its line. */
export function entryRulesOf({ challenge, entry, identityKeys, joinsFrozen, lanes, limits }: SaleView): EntryRules {
  const tour = limits.by.includes('identity') ? limits.tour : null;
  return { challenge, entry, identityKeys, tour, frozen: joinsFrozen, lanes };
}

/** Returns whether the sale is publicly listed; sales with only invite lanes are not. */
export function isListed({ listed, lanes }: SaleView): boolean {
  return listed && lanes.some(({ access }) => access !== 'invite');
}

/** Returns the body of GET /v1/sales/{slug}. Types missing from `stock` show their last reported state. */
export function shapeOf(view: SaleView, stock: ReadonlyMap<string, StockState>, demo: boolean): SaleShape {
  const { currency } = view;
  return {
    id: view.id,
    slug: view.slug,
    name: view.name,
    state: view.state,
    currency,
    show: view.show,
    prequeueAt: view.prequeueAt,
    opensAt: view.opensAt,
    closesAt: view.closesAt,
    challenge: view.challenge,
    entry: view.entry,
    lanes: view.lanes.map((lane) => ({ ...lane })),
    ticketTypes: view.ticketTypes.map((type) => {
      const { id, name, admission, priceMinor, fee, tax, maxPerFan, min, multiple } = type;
      return {
        ...{ id, name, admission, fee, tax, maxPerFan, min, multiple },
        price: { amount: priceMinor, currency },
        fullPrice: { amount: fullPriceOf(type, currency), currency },
        state: stock.get(id) ?? type.toldStock,
      };
    }),
    maxPerOrder: view.limits.perOrder,
    seller: view.seller,
    branding: view.branding,
    transferable: view.transferable,
    turn: { answerSeconds: view.policy.graceSeconds, keptMinutes: view.policy.claimMinutes },
    handoff: view.policy.handoff,
    demo,
  };
}
