import type { SaleShape, SaleState, StockState } from '../../contract/shapes.js';
import type { SaleTimes } from '../life/sale.state.js';
import { defaultPolicy } from './sale-input.rules.js';
import { pausedFromOf, type SaleRow } from './sales.repository.js';
import type { ChallengeMode, LaneSetting, SaleLimits, SalePolicy, SaleView } from '../sales.types.js';

/** The row as other rooms see it. Its JSON columns were checked when they were written, and only this room writes them. */
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
    },
    prequeueAt: row.prequeueAt.toISOString(),
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt?.toISOString() ?? null,
    challenge: row.challenge as ChallengeMode,
    entry: 'open',
    listed: row.listed,
    lanes: row.lanes as unknown as LaneSetting[],
    // a sale from before a field was there has its default
    policy: { ...defaultPolicy, ...(row.policy as unknown as SalePolicy) },
    policyVersion: row.policyVersion,
    limits: row.limits as unknown as SaleLimits,
    notice:
      row.noticeText !== null && row.noticeAt !== null
        ? { text: row.noticeText, at: row.noticeAt.toISOString() }
        : null,
    createdAt: row.createdAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    ticketTypes: row.ticketTypes.map((type) => ({
      id: type.id,
      name: type.name,
      admission: type.admission === 'reserved' ? 'reserved' : 'general',
      priceMinor: type.priceMinor,
      maxPerFan: type.maxPerFan,
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

/** GET /v1/sales/{slug}: what the sale page shows. `stock` may lack a type whose figures are not known; it reads as last told. */
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
    lanes: view.lanes.map((lane) => ({ ...lane })),
    ticketTypes: view.ticketTypes.map(({ id, name, admission, priceMinor, maxPerFan, toldStock }) => {
      return {
        id,
        name,
        admission,
        price: { amount: priceMinor, currency },
        maxPerFan,
        state: stock.get(id) ?? toldStock,
      };
    }),
    demo,
  };
}
