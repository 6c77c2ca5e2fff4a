import Type, { type Static } from 'typebox';
import { attentionVerbs } from './attention-verbs.js';
import { Count, Money, Nullable, Time } from '../schema.js';
import { OrderState } from '../orders/order-shapes.js';

export const AttentionVerb = Type.Enum([...attentionVerbs]);

/** The effect of each verb on a quarantined item. */
export const QuarantinePreview = Type.Object(
  {
    adopt: Type.Object(
      { orders: Nullable(Count) },
      { description: 'Orders that can be written again; null while their stock cannot be read.' },
    ),
    refund: Type.Object({ charges: Count, amounts: Type.Array(Money), uncaptured: Count }),
    release: Type.Object(
      { orders: Nullable(Count) },
      { description: 'Orders whose stock would be offered again; null while it cannot be read.' },
    ),
    newest: Nullable(Time),
    oldest: Nullable(Time),
  },
  { title: 'QuarantinePreview' },
);
export type QuarantinePreview = Static<typeof QuarantinePreview>;

/** One item of GET /v1/admin/attention, awaiting a decision by staff. */
export const AttentionShape = Type.Object(
  {
    id: Type.String(),
    orderId: Nullable(Type.String()),
    orderState: Nullable(OrderState),
    saleId: Nullable(Type.String()),
    currency: Nullable(
      Type.String({ description: 'Of the order, else of the sale, in which its amounts are; null: about neither.' }),
    ),
    kind: Type.String(),
    reason: Type.String({ description: 'The same as `kind`.' }),
    nextStep: Type.String(),
    verbs: Type.Array(AttentionVerb, { description: 'What POST …/resolve takes for this item now.' }),
    finalVerbs: Type.Array(AttentionVerb, { description: 'Of these, what cannot be undone.' }),
    providerAnswer: Nullable(Type.String()),
    detail: Type.Unknown(),
    preview: Type.Optional(QuarantinePreview),
    createdAt: Time,
    ageSeconds: Count,
  },
  { title: 'AttentionItem' },
);
export type AttentionShape = Static<typeof AttentionShape>;

/** GET /v1/admin/attention: the oldest open items, and how many there are. */
export const AttentionItemsShape = Type.Object(
  { items: Type.Array(AttentionShape), total: Count },
  { title: 'AttentionItems' },
);
export type AttentionItemsShape = Static<typeof AttentionItemsShape>;

/** POST /v1/admin/attention/{id}/resolve. */
export const ResolvedShape = Type.Object(
  {
    id: Type.String(),
    verb: AttentionVerb,
    orderState: Nullable(OrderState),
    undo: Type.Enum(['possible', 'impossible'], {
      description: 'possible: nothing was done, and POST …/reopen opens the item again.',
    }),
  },
  { title: 'ResolvedAttention' },
);
export type ResolvedShape = Static<typeof ResolvedShape>;
