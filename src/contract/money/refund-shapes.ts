import Type, { type Static } from 'typebox';
import { Money, Nullable, Time } from '../schema.js';

/**
 * asked and sent: in progress. succeeded: accepted by the provider. refused: nothing was refunded. failed: returned by
 * the bank.
 */
export const RefundState = Type.Enum(['asked', 'sent', 'succeeded', 'refused', 'failed']);

/** A refund as the buyer sees it. */
export const RefundShape = Type.Object(
  {
    id: Type.String(),
    state: RefundState,
    amount: Money,
    ticketIds: Type.Array(Type.String()),
    askedAt: Time,
    endedAt: Nullable(Time),
  },
  { title: 'Refund' },
);
export type RefundShape = Static<typeof RefundShape>;

/** A refund as staff see it. */
export const StaffRefundShape = Type.Object(
  {
    id: Type.String(),
    state: RefundState,
    means: Type.Enum(['provider', 'other'], {
      description: 'other: given back by staff in another way, so the books of the provider do not show it.',
    }),
    amount: Money,
    ticketIds: Type.Array(Type.String()),
    origin: Type.Enum(['staff', 'system', 'show', 'provider'], {
      description: 'Who asked; provider: made at its desk.',
    }),
    actor: Type.String(),
    reason: Nullable(Type.String()),
    providerId: Nullable(Type.String()),
    answer: Nullable(Type.String({ description: 'What the provider said, or why the last try led to nothing.' })),
    askedAt: Time,
    sentAt: Nullable(Time),
    endedAt: Nullable(Time),
  },
  { title: 'StaffRefund' },
);
export type StaffRefundShape = Static<typeof StaffRefundShape>;

/** POST /v1/admin/orders/{id}/refund. */
export const RefundAnswer = Type.Object(
  {
    state: Type.Enum(['asked', 'already'], {
      description: 'already: this asking is known, or nothing is left to give back.',
    }),
    refund: Nullable(StaffRefundShape),
    refunded: Money,
    refunding: Money,
  },
  { title: 'RefundAnswer' },
);
export type RefundAnswer = Static<typeof RefundAnswer>;
