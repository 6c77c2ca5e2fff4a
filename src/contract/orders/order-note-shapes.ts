import Type, { type Static } from 'typebox';
import { Nullable, Time } from '../schema.js';

/** POST /v1/admin/orders/{id}/notes, and the notes of an order. Buyers and partners never see one. */
export const OrderNoteShape = Type.Object(
  {
    id: Type.String(),
    at: Time,
    actor: Type.String(),
    text: Nullable(Type.String({ description: 'null: erased with the data of its buyer.' })),
  },
  { title: 'OrderNote' },
);
export type OrderNoteShape = Static<typeof OrderNoteShape>;
