import Type, { type Static } from 'typebox';

/** GET /v1/push-key: the key with which a browser subscribes. */
export const PushKeyShape = Type.Object(
  {
    publicKey: Type.String({
      description: 'The VAPID public key, base64url: `applicationServerKey` of the subscription.',
    }),
  },
  { title: 'PushKey' },
);
export type PushKeyShape = Static<typeof PushKeyShape>;

/** PUT /v1/place/push */
export const PushShape = Type.Object(
  { state: Type.Literal('on', { description: 'The device is woken when the turn is near, and when it has come.' }) },
  { title: 'Push' },
);
export type PushShape = Static<typeof PushShape>;

/** The push payload; the service worker shows it verbatim. */
export interface PushMessage {
  kind: 'nearly' | 'turn';
  title: string;
  body: string;
  /** The page opened on click. */
  path: string;
}
