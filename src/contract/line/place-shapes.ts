import Type, { type Static } from 'typebox';
import { Count, Nullable, Time } from '../schema.js';

/** Total factor of a fan's times, however often extra time is requested. */
export const EXTRA_TIME_FACTOR = 2 as const;
/** Name of the cookie with a device's place in a sale. */
export const placeCookie = (saleId: string): string => `place_${saleId}`;

/** POST /v1/place/handoff */
export const HandoffShape = Type.Object(
  {
    code: Type.String({ description: 'Works once, on another device: POST /v1/handoffs/{code}.' }),
    url: Type.String({ description: 'The page that takes the code; shown as a QR code.' }),
    expiresAt: Time,
  },
  { title: 'Handoff' },
);
export type HandoffShape = Static<typeof HandoffShape>;

/** POST /v1/handoffs/{code}: the place as held by the new device. */
export const MovedPlaceShape = Type.Object(
  {
    placeToken: Type.String(),
    number: Type.Integer({ minimum: 1 }),
    lane: Type.String(),
    joinedAt: Time,
    saleId: Type.String(),
  },
  { title: 'MovedPlace' },
);
export type MovedPlaceShape = Static<typeof MovedPlaceShape>;

/** POST /v1/place/group */
export const GroupShape = Type.Object(
  {
    groupCode: Type.String({ description: 'Given to friends, who send it when they join.' }),
    members: Type.Integer({ minimum: 1 }),
    most: Type.Integer({ minimum: 1, description: 'How many may share this place.' }),
  },
  { title: 'Group' },
);
export type GroupShape = Static<typeof GroupShape>;

/** POST /v1/place/extra-time: bound into the signature of the new token, where nobody can read it. */
export const ExtraTimeShape = Type.Object(
  { factor: Type.Literal(EXTRA_TIME_FACTOR), placeToken: Type.String() },
  { title: 'ExtraTime' },
);
export type ExtraTimeShape = Static<typeof ExtraTimeShape>;

export const ReceiptReason = Type.Enum([
  'NOT_DRAWN_YET',
  'ORDERED_BY_DRAW',
  'ARRIVED_AFTER_DRAW',
  'SHARED_NUMBER',
  'DEFERRED',
  'CALLED',
  'ADMITTED',
  'CALL_MISSED',
  'USED',
  'LEFT',
]);
export type ReceiptReason = Static<typeof ReceiptReason>;

/** GET /v1/place/receipt: the contents of the signed receipt, in readable form as well. */
export const ReceiptShape = Type.Object(
  {
    receipt: Type.String({ description: 'EdDSA JWT, verifiable with the keys of /.well-known/jwks.json.' }),
    saleId: Type.String(),
    lane: Type.String(),
    number: Type.Integer({ minimum: 1 }),
    joinedAt: Time,
    position: Nullable(Type.Integer({ minimum: 1 })),
    drawn: Nullable(Count),
    reasons: Type.Array(ReceiptReason),
    issuedAt: Time,
  },
  { title: 'Receipt' },
);
export type ReceiptShape = Static<typeof ReceiptShape>;
