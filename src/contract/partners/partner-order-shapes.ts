import Type, { type Static } from 'typebox';
import { Time, nextPage } from '../schema.js';
import { OrderShape } from '../orders/order-shapes.js';

/** POST and GET /v1/partner/orders/{id}: the order as its buyer sees it, plus the partner's references. */
export const PartnerOrderShape = Type.Object(
  {
    ...OrderShape.properties,
    channel: Type.String({ description: 'The allocation that it was sold from.' }),
    reference: Type.String({ description: 'How the partner names the payment.' }),
    createdAt: Time,
  },
  { title: 'PartnerOrder' },
);
export type PartnerOrderShape = Static<typeof PartnerOrderShape>;

/** GET /v1/partner/orders. */
export const PartnerOrdersPage = Type.Object(
  {
    orders: Type.Array(PartnerOrderShape),
    next: nextPage('before'),
  },
  { title: 'PartnerOrdersPage' },
);
export type PartnerOrdersPage = Static<typeof PartnerOrdersPage>;
