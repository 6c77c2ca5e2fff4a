import { PUBLIC } from '../../contract/sale/channels.js';
import type { SalePolicyAnswer, StaffSaleShape } from '../../contract/staff/staff-shapes.js';
import type { PoolRow } from '../../inventory/inventory.types.js';
import { saleVersion } from '../../sales/catalogue/sale-version.rules.js';
import type { SaleView } from '../../sales/sales.types.js';

/** Builds the promoter's view of a sale; `pools` is its stock in Postgres. */
export function staffSaleOf(view: SaleView, pools: readonly PoolRow[]): StaffSaleShape {
  const { id, slug, name, state, pausedFrom, currency, show, prequeueAt, opensAt, closesAt } = view;
  const {
    challenge,
    entry,
    beacon,
    joinsFrozen,
    listed,
    transferable,
    seller,
    branding,
    policy,
    policyVersion,
    limits,
    notice,
    createdAt,
    publishedAt,
  } = view;
  return {
    ...{ id, slug, name, state, pausedFrom, currency, show, prequeueAt, opensAt, closesAt },
    ...{
      challenge,
      entry,
      beacon,
      joinsFrozen,
      listed,
      transferable,
      seller,
      branding,
      policy,
      policyVersion,
      limits,
      notice,
    },
    ...{ createdAt, publishedAt, version: saleVersion(view) },
    lanes: view.lanes.map((lane) => ({ ...lane })),
    ticketTypes: view.ticketTypes.map((type) => {
      const own = pools.filter(({ ticketTypeId }) => ticketTypeId === type.id);
      const sum = (count: 'capacity' | 'sold' | 'withdrawn'): number => own.reduce((all, pool) => all + pool[count], 0);
      return {
        id: type.id,
        name: type.name,
        admission: type.admission,
        price: type.priceMinor,
        fee: type.fee,
        tax: type.tax,
        maxPerFan: type.maxPerFan,
        min: type.min,
        multiple: type.multiple,
        channel: channelOf(own),
        sections: type.sections,
        capacity: sum('capacity'),
        sold: sum('sold'),
        withdrawn: sum('withdrawn'),
      };
    }),
  };
}

/** Returns the channel that has all stock of a ticket type; public if several do. */
function channelOf(pools: readonly PoolRow[]): string {
  const [only, ...others] = pools.filter(({ capacity }) => capacity > 0);
  return only && others.length === 0 ? only.channel : PUBLIC;
}

/** A payment is created and captured; both share the calls that the provider takes (docs/capacity.md). */
const CALLS_OF_A_PURCHASE = 2;

export function policyAnswerOf(view: SaleView, stripeRate: number): SalePolicyAnswer {
  return {
    policy: view.policy,
    version: view.policyVersion,
    lanes: view.lanes.map(({ key, weight }) => ({ key, weight })),
    paymentsPerMinute: Math.floor((stripeRate * 60) / CALLS_OF_A_PURCHASE),
  };
}
