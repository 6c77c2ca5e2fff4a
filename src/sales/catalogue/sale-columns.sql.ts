import type { SellerShape } from '../../contract/sale/seller-shapes.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { PlannedTicketType, SalePlan } from './input/sale-input.rules.js';

export type NewTicketType = PlannedTicketType & { id: string };

export const jsonOrNull = (seller: SellerShape | null) => (seller === null ? Prisma.DbNull : { ...seller });

export const jsonOf = (input: object): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(input)) as Prisma.InputJsonValue;

export function columnsOf(plan: SalePlan): Omit<Prisma.SaleUncheckedCreateInput, 'id'> {
  return {
    slug: plan.slug,
    name: plan.name,
    currency: plan.currency,
    showName: plan.show.name,
    showVenue: plan.show.venue,
    showStartsAt: plan.show.startsAt,
    showTimeZone: plan.show.timeZone,
    state: 'draft',
    prequeueAt: plan.prequeueAt,
    opensAt: plan.opensAt,
    closesAt: plan.closesAt,
    challenge: plan.challenge,
    entry: plan.entry,
    identityKeys: plan.identityKeys === null ? Prisma.DbNull : ({ ...plan.identityKeys } as Prisma.InputJsonObject),
    beacon: plan.beacon,
    listed: plan.listed,
    transferable: plan.transferable,
    seller: jsonOrNull(plan.seller),
    ...plan.branding,
    lanes: plan.lanes.map((lane) => ({ ...lane })),
    policy: { ...plan.policy },
    limits: { ...plan.limits },
  };
}

export function typeColumns(
  type: NewTicketType,
  pools: ReadonlyMap<string, string>,
): Omit<Prisma.TicketTypeCreateManyInput, 'saleId' | 'rank'> {
  const { id, name, admission, priceMinor, maxPerFan, sections, min, multiple } = type;
  const poolId = pools.get(id);
  if (poolId === undefined) throw new Error(`ticket type ${id} has no pool`);
  const charges = { fee: type.fee ? { ...type.fee } : Prisma.DbNull, tax: type.tax ? { ...type.tax } : Prisma.DbNull };
  return {
    id,
    name,
    admission,
    priceMinor,
    ...charges,
    maxPerFan,
    minPerHold: min,
    multipleOf: multiple,
    sections,
    poolId,
  };
}
