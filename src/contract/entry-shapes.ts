import Type, { type Static } from 'typebox';

/** GET /v1/sales/{slug}/challenge: as altcha-lib 2 makes it, and whether it is asked for at present. */
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
