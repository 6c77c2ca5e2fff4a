import Type, { type Static } from 'typebox';
import { RefundAnswer } from '../money/refund-shapes.js';
import { Nullable } from '../schema.js';
import { OrderState } from './order-shapes.js';

/** POST /v1/admin/orders/{id}/cancel. */
export const OrderCancellationShape = Type.Object(
  {
    state: Type.Enum(['asked', 'already'], { description: 'already: it had ended, or its end is on its way.' }),
    orderState: OrderState,
    refund: Nullable(RefundAnswer),
  },
  { title: 'OrderCancellation' },
);
export type OrderCancellationShape = Static<typeof OrderCancellationShape>;
