import Type, { type Static } from 'typebox';
import { Count, Nullable, Time, nextPage } from '../schema.js';
import { WebhookBody } from './webhook-events.js';

/** Shapes of `…/webhook-endpoints`, for the promoter's endpoints and for partners' own. */
export const EndpointShape = Type.Object(
  {
    id: Type.String(),
    url: Type.String(),
    description: Type.String(),
    types: Type.Array(Type.String(), { description: 'Empty: all.' }),
    state: Type.Enum(['active', 'disabled']),
    disabledReason: Nullable(Type.Enum(['by_hand', 'gone', 'failing', 'partner_archived'])),
    disabledAt: Nullable(Time),
    failingSince: Nullable(Time),
    pausedUntil: Nullable(Type.String({ format: 'date-time', description: 'The receiver asked for a pause.' })),
    concurrency: Type.Integer({ description: 'Messages in flight at once; 1 delivers strictly in order.' }),
    missed: Type.Integer({ description: 'Events skipped while it was disabled, at most 10000; a replay sends them.' }),
    createdAt: Time,
    version: Type.String({ description: 'Of what can be set; sent back with a change, another one is a conflict.' }),
    secret: Type.Optional(Type.String({ description: 'Only in the answer that created it.' })),
  },
  { title: 'WebhookEndpoint' },
);
export type EndpointShape = Static<typeof EndpointShape>;

export const EndpointsPage = Type.Object(
  {
    endpoints: Type.Array(EndpointShape),
    next: nextPage('after'),
  },
  { title: 'WebhookEndpoints' },
);
export type EndpointsPage = Static<typeof EndpointsPage>;

export const MessageState = Type.Enum(['pending', 'delivered', 'failed', 'skipped']);
export type MessageState = Static<typeof MessageState>;

export const MessageShape = Type.Object(
  {
    messageId: Type.String({ description: 'The `webhook-id` header.' }),
    type: Type.String(),
    sequence: Type.Integer(),
    state: MessageState,
    tries: Count,
    createdAt: Time,
    nextAt: Time,
    doneAt: Nullable(Time),
    payload: WebhookBody,
  },
  { title: 'WebhookMessage' },
);
export type MessageShape = Static<typeof MessageShape>;

export const MessagesPage = Type.Object(
  {
    messages: Type.Array(MessageShape),
    next: nextPage('before'),
  },
  { title: 'WebhookMessages' },
);
export type MessagesPage = Static<typeof MessagesPage>;

export const AttemptShape = Type.Object(
  {
    messageId: Type.String(),
    at: Time,
    status: Nullable(Type.Integer({ description: 'null: there was no answer.' })),
    note: Type.String({ description: 'The beginning of the answer, or why there was none.' }),
    tookMs: Type.Number(),
  },
  { title: 'WebhookAttempt' },
);
export type AttemptShape = Static<typeof AttemptShape>;

export const AttemptsPage = Type.Object(
  {
    attempts: Type.Array(AttemptShape),
    next: nextPage('before'),
  },
  { title: 'WebhookAttempts' },
);
export type AttemptsPage = Static<typeof AttemptsPage>;

/** Responses of POST …/test, …/replay and …/rotate-secret of an endpoint. */
export const SentAnswer = Type.Object({ sent: Type.Literal(true), messageId: Type.String() }, { title: 'SentAnswer' });
export type SentAnswer = Static<typeof SentAnswer>;
export const QueuedAnswer = Type.Object(
  {
    queued: Type.Literal(true),
    messages: Count,
    next: Nullable(
      Type.Integer({
        description: 'There is more: ask again with it as `from`, or for `missed`. null: all is queued.',
      }),
    ),
  },
  { title: 'QueuedAnswer' },
);
export type QueuedAnswer = Static<typeof QueuedAnswer>;
export const SecretAnswer = Type.Object({ secret: Type.String() }, { title: 'SecretAnswer' });
export type SecretAnswer = Static<typeof SecretAnswer>;
