import Type, { type Static } from 'typebox';
import { Count, Nullable, Time } from '../schema.js';

/** GET /v1/admin/sales/{id}/messages/audience: whom a message would reach. */
export const MessageAudienceShape = Type.Object(
  {
    people: Count,
    languages: Type.Record(Type.String(), Count, { description: 'How many read which language.' }),
    sections: Type.Array(Type.Object({ key: Type.String(), label: Type.String() }), {
      description: 'The sections of the sale, to choose from.',
    }),
  },
  { title: 'MessageAudience' },
);
export type MessageAudienceShape = Static<typeof MessageAudienceShape>;

export const MessageVariant = Type.Object({ subject: Type.String(), text: Type.String() }, { title: 'MessageVariant' });
export type MessageVariant = Static<typeof MessageVariant>;

/** POST /v1/admin/sales/{id}/messages: a message to whoever has tickets, and how far it has come. */
export const BuyerMessageShape = Type.Object(
  {
    id: Type.String(),
    saleId: Type.String(),
    at: Time,
    actor: Type.String(),
    subject: Type.String(),
    text: Type.String(),
    texts: Type.Record(Type.String(), MessageVariant, { description: 'The same in other languages.' }),
    ticketTypeIds: Type.Array(Type.String(), { description: 'Empty: all.' }),
    sections: Type.Array(Type.String(), { description: 'Empty: all.' }),
    state: Type.Enum(['sending', 'sent'], { description: 'sent: no mail waits any more.' }),
    people: Type.Integer({ minimum: 0, description: 'How many it was for when it was asked for.' }),
    progress: Nullable(Type.Object({ waiting: Count, sent: Count, skipped: Count, failed: Count })),
  },
  { title: 'BuyerMessage' },
);
export type BuyerMessageShape = Static<typeof BuyerMessageShape>;

export const BuyerMessageList = Type.Object(
  { messages: Type.Array(BuyerMessageShape, { description: 'The newest first, fifty at most.' }) },
  { title: 'BuyerMessageList' },
);
export type BuyerMessageList = Static<typeof BuyerMessageList>;
