import Type, { type Static } from 'typebox';
import { Nullable } from './schema.js';

/** How many tickets one person may buy is counted by each of these, within a sale or across a tour. */
export const SaleLimitsShape = Type.Object(
  {
    by: Type.Array(Type.Enum(['place', 'identity', 'email', 'card'])),
    across: Type.Enum(['sale', 'tour']),
    tour: Nullable(Type.String({ description: 'Sales with the same tour count together.' })),
  },
  { title: 'SaleLimits' },
);
export type SaleLimitsShape = Static<typeof SaleLimitsShape>;
