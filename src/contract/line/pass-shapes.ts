import Type, { type Static } from 'typebox';
import { Count, Time } from '../schema.js';

/** GET /v1/passes/revoked: for verifiers that check passes offline. */
export const RevokedShape = Type.Object(
  {
    kids: Type.Array(Type.String(), { description: 'Signing keys whose passes are refused.' }),
    subs: Type.Array(Type.String(), { description: 'Admissions that ended before their passes did.' }),
    at: Time,
  },
  { title: 'RevokedPasses' },
);
export type RevokedShape = Static<typeof RevokedShape>;

/** POST /v1/admin/sales/{id}/revoke-passes */
export const RevocationShape = Type.Object(
  { revoked: Count, at: Time },
  { title: 'Revocation', description: 'How many admissions ended.' },
);
export type RevocationShape = Static<typeof RevocationShape>;

export const PassKeyShape = Type.Object(
  { kid: Type.String(), createdAt: Time, signs: Type.Boolean() },
  { title: 'PassKey' },
);

/** GET /v1/admin/pass-keys, and the response of a rotation: keys whose signatures are accepted, newest first. */
export const PassKeysShape = Type.Object({ keys: Type.Array(PassKeyShape) }, { title: 'PassKeys' });
export type PassKeysShape = Static<typeof PassKeysShape>;
