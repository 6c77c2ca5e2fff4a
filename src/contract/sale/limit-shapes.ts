import Type, { type Static } from 'typebox';
import { Nullable } from '../schema.js';

/** Ticket limits per person, counted by each of these identifiers, within a sale or across a tour. */
export const SaleLimitsShape = Type.Object(
  {
    by: Type.Array(Type.Enum(['place', 'identity', 'email', 'card'])),
    across: Type.Enum(['sale', 'tour']),
    tour: Nullable(Type.String({ description: 'Sales with the same tour count together.' })),
    perOrder: Nullable(Type.Integer({ minimum: 1, description: 'Most tickets of one order, of all types together.' })),
  },
  { title: 'SaleLimits' },
);
export type SaleLimitsShape = Static<typeof SaleLimitsShape>;
