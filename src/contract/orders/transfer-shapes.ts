import Type, { type Static } from 'typebox';
import { Nullable, Time } from '../schema.js';

/** A transferred ticket of an order: POST /v1/orders/{id}/tickets/{ticketId}/transfer, and within the order. */
export const TransferShape = Type.Object(
  {
    ticketId: Type.String(),
    label: Type.String(),
    /** null: the recipient transferred it further. */
    to: Nullable(Type.Object({ email: Type.String(), name: Type.String() })),
    at: Time,
  },
  { title: 'Transfer' },
);
export type TransferShape = Static<typeof TransferShape>;
