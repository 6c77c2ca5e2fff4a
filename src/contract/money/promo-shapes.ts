import Type, { type Static } from 'typebox';
import { Count, Nullable, Time, nextPage } from '../schema.js';

/** One promo code, as its promoter sees it. */
export const PromoCodeShape = Type.Object(
  {
    id: Type.String(),
    saleId: Type.String(),
    code: Type.String(),
    percent: Nullable(Type.Number()),
    amount: Nullable(
      Type.Integer({ description: "Units of the sale's currency, off all tickets of an order together." }),
    ),
    maxUses: Count,
    perFan: Count,
    used: Type.Integer({ minimum: 0, description: 'Orders that have it, reserved or paid.' }),
    ticketTypeIds: Nullable(Type.Array(Type.String(), { description: 'null: all ticket types.' })),
    endsAt: Nullable(Time),
    createdAt: Time,
    voidedAt: Nullable(Time),
  },
  { title: 'PromoCode' },
);
export type PromoCodeShape = Static<typeof PromoCodeShape>;

/** GET /v1/admin/promo-codes */
export const PromoCodesPage = Type.Object(
  {
    codes: Type.Array(PromoCodeShape),
    next: nextPage('before'),
  },
  { title: 'PromoCodesPage' },
);
export type PromoCodesPage = Static<typeof PromoCodesPage>;
