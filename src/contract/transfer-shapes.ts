import Type, { type Static } from 'typebox';
import { Nullable, Time } from './schema.js';

/** A ticket of an order that is somebody else's now: POST /v1/orders/{id}/tickets/{ticketId}/transfer, and in the order. */
export const TransferShape = Type.Object(
  {
    ticketId: Type.String(),
    label: Type.String(),
    /** null: passed on further by whoever it was given to. */
    to: Nullable(Type.Object({ email: Type.String(), name: Type.String() })),
    at: Time,
  },
  { title: 'Transfer' },
);
export type TransferShape = Static<typeof TransferShape>;
