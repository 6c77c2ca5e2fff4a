import Type, { type Static } from 'typebox';

/** POST /v1/orders/{id}/link: shows the order's tickets on another device; whoever has it has the tickets. */
export const OrderLinkShape = Type.Object({ url: Type.String() }, { title: 'OrderLink' });
export type OrderLinkShape = Static<typeof OrderLinkShape>;
