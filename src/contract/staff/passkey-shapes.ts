import Type, { type Static } from 'typebox';
import { Nullable, Time } from '../schema.js';

/** GET /v1/admin/sessions/ways: what the sign-in page offers beside a password. */
export const SignInWaysShape = Type.Object(
  { passkeys: Type.Boolean(), oidc: Nullable(Type.Object({ name: Type.String() })) },
  { title: 'SignInWays' },
);
export type SignInWaysShape = Static<typeof SignInWaysShape>;

/** Options for the browser, as in WebAuthn Level 3 (`parseCreationOptionsFromJSON`, `parseRequestOptionsFromJSON`). */
export const PasskeyOptionsShape = Type.Object(
  { options: Type.Record(Type.String(), Type.Unknown()) },
  { title: 'PasskeyOptions' },
);
export type PasskeyOptionsShape = Static<typeof PasskeyOptionsShape>;

export const PasskeyShape = Type.Object(
  { id: Type.String(), name: Type.String(), createdAt: Time, usedAt: Nullable(Time) },
  { title: 'Passkey' },
);
export type PasskeyShape = Static<typeof PasskeyShape>;

export const PasskeyList = Type.Object({ passkeys: Type.Array(PasskeyShape) }, { title: 'PasskeyList' });
export type PasskeyList = Static<typeof PasskeyList>;
