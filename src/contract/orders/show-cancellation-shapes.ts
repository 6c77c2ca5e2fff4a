import Type, { type Static } from 'typebox';
import { Count, Money, Nullable, Time } from '../schema.js';

/** POST and GET /v1/admin/sales/{id}/cancel-show. */
export const ShowCancellationShape = Type.Object(
  {
    saleId: Type.String(),
    state: Type.Enum(['running', 'done']),
    reason: Nullable(Type.String()),
    orders: Type.Object({
      open: Count,
      waiting: Type.Integer({ minimum: 0, description: 'Paid, and not asked for yet.' }),
      asked: Count,
      refunded: Count,
      refused: Type.Integer({ minimum: 0, description: 'Each of these is an item under Attention.' }),
    }),
    refunded: Money,
    beganAt: Time,
    endedAt: Nullable(Time),
  },
  { title: 'ShowCancellation' },
);
export type ShowCancellationShape = Static<typeof ShowCancellationShape>;
