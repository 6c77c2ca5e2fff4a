import Type, { type Static } from 'typebox';

/** GET /v1/push-key: what a browser subscribes with. */
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

/** What is pushed: the service worker shows it as it is. */
export interface PushMessage {
  kind: 'nearly' | 'turn';
  title: string;
  body: string;
  /** The page that a press leads to. */
  path: string;
}
