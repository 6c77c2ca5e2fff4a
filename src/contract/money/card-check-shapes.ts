import Type, { type Static } from 'typebox';
import { Nullable, Time } from '../schema.js';

/** POST /v1/card-checks: what a browser needs to have a card checked. Nothing is charged. */
export const CardCheckShape = Type.Object(
  {
    check: Type.String({ description: 'Given back to /v1/card-checks/confirm.' }),
    setupIntentId: Type.String(),
    clientSecret: Type.String(),
    publishableKey: Type.String(),
    confirmUrl: Nullable(Type.String({ description: 'Form of the simulator; null with Stripe itself.' })),
    expiresAt: Time,
  },
  { title: 'CardCheck' },
);
export type CardCheckShape = Static<typeof CardCheckShape>;
