import Type, { type Static } from 'typebox';
import { Count, Nullable, Share, Time } from '../schema.js';

/** GET /v1/sales/{slug}/challenge: in the format of altcha-lib 2, and whether it is currently required. */
export const ChallengeShape = Type.Object(
  {
    parameters: Type.Object({
      algorithm: Type.String(),
      cost: Type.Integer(),
      keyLength: Type.Integer(),
      keyPrefix: Type.String(),
      keySignature: Type.String(),
      nonce: Type.String(),
      salt: Type.String(),
      expiresAt: Type.Integer({ description: 'Seconds since 1970' }),
      data: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
        description: '`upTo`: attempts that solve it for certain.',
      }),
    }),
    signature: Type.String(),
    required: Type.Boolean({ description: 'False while a place may be taken without it.' }),
  },
  { title: 'Challenge' },
);
export type ChallengeShape = Static<typeof ChallengeShape>;

/** POST /v1/admin/sales/{id}/access-codes: the only response that contains the codes. */
export const AccessCodesMadeShape = Type.Object(
  { lane: Type.String(), batchId: Type.String(), count: Count, uses: Count, codes: Type.Array(Type.String()) },
  { title: 'AccessCodesMade' },
);
export type AccessCodesMadeShape = Static<typeof AccessCodesMadeShape>;

/** GET /v1/admin/sales/{id}/access-codes. */
export const AccessCodesShape = Type.Object(
  {
    lanes: Type.Array(Type.Object({ lane: Type.String(), count: Count, uses: Count, used: Count })),
    batches: Type.Array(
      Type.Object({
        batchId: Type.String(),
        lane: Type.String(),
        count: Count,
        uses: Count,
        used: Count,
        createdAt: Time,
        voidedAt: Nullable(Time),
        guessable: Nullable(
          Type.Boolean({
            description: 'Some codes are under 40 bits; null: made by an earlier version, which did not say.',
          }),
        ),
      }),
    ),
  },
  { title: 'AccessCodes' },
);
export type AccessCodesShape = Static<typeof AccessCodesShape>;

/** POST /v1/sales/{slug}/identity: the same response for every address. */
export const IdentityAskedShape = Type.Object(
  { sent: Type.Literal(true), codeLivesSeconds: Count },
  { title: 'IdentityAsked' },
);
export type IdentityAskedShape = Static<typeof IdentityAskedShape>;

/** POST /v1/sales/{slug}/identity/confirm. */
export const IdentityShape = Type.Object({ identity: Type.String(), expiresAt: Time }, { title: 'Identity' });
export type IdentityShape = Static<typeof IdentityShape>;

/** Who is taking places, for the control room. Networks appear as digests that change daily. */
export const LiveJoinsShape = Type.Object(
  {
    frozen: Type.Boolean(),
    challenge: Type.Enum(['off', 'observe', 'auto', 'on']),
    networks: Nullable(
      Type.Array(Type.Object({ network: Type.String(), places: Count, share: Share }), {
        description: 'The ten with the most places; null while the challenge is off, when they are not counted.',
      }),
    ),
  },
  { title: 'LiveJoins' },
);
export type LiveJoinsShape = Static<typeof LiveJoinsShape>;

/** POST /v1/admin/sales/{id}/joins. */
export const JoinSwitchesShape = Type.Object(
  { frozen: Type.Boolean(), challenge: Type.Enum(['off', 'observe', 'auto', 'on']) },
  { title: 'JoinSwitches' },
);
export type JoinSwitchesShape = Static<typeof JoinSwitchesShape>;
