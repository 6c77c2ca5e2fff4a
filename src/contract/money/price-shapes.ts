import Type, { type Static } from 'typebox';
import { Nullable } from '../schema.js';

/** Wire shapes of prices: fees and taxes of a ticket, and the lines of a hold and of an order. */
const Percent = Type.Number({ minimum: 0, maximum: 100 });

export const FeeShape = Type.Object(
  {
    label: Type.String(),
    amount: Nullable(Type.Integer({ minimum: 0 })),
    percent: Nullable(Percent),
  },
  { title: 'Fee', description: 'Added to the price of each ticket: an amount, a percentage, or both together.' },
);

export const TaxShape = Type.Object(
  { label: Type.String(), percent: Percent, included: Type.Boolean() },
  { title: 'Tax', description: 'Of price and fee; already in the price, or added to it.' },
);

export const OrderLineShape = Type.Object(
  {
    kind: Type.Enum(['ticket', 'fee', 'tax', 'discount']),
    label: Type.String(),
    amount: Type.Integer({ description: 'Negative for a discount.' }),
    included: Type.Boolean({ description: 'Told, but part of another line; the other lines add up to the total.' }),
  },
  { title: 'OrderLine' },
);
export type OrderLineShape = Static<typeof OrderLineShape>;
