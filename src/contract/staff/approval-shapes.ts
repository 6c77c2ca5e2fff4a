import Type, { type Static } from 'typebox';
import { Count, Nullable, Time } from '../schema.js';

/**
 * Actions that an owner can subject to four-eyes approval. refund: refunds, cancellations of paid orders, and
 * attention's refunds. change_opening: opening and prequeue of a published sale. change_stock: capacities, seats,
 * ticket types and channels of a published sale.
 */
export const approvalKinds = [
  'cancel_show',
  'close_sale',
  'open_sale',
  'pause_sale',
  'resume_sale',
  'change_opening',
  'change_stock',
  'change_joins',
  'extend_deadlines',
  'change_notice',
  'void_codes',
  'revoke_passes',
  'change_policy',
  'publish_report',
  'refund',
  'open_without_beacon',
] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

export const ApprovalState = Type.Enum([
  'asked',
  'approved',
  'done',
  'failed',
  'outdated',
  'refused',
  'withdrawn',
  'expired',
]);
export type ApprovalState = Static<typeof ApprovalState>;

export const effectFields = [
  'state',
  'prequeueAt',
  'opensAt',
  'closesAt',
  'policy',
  'laneWeight',
  'joinsFrozen',
  'challenge',
  'extendedMinutes',
  'notice',
  'capacity',
  'seats',
  'withdrawn',
  'ticketTypes',
  'channels',
  'codesVoided',
] as const;
export type EffectField = (typeof effectFields)[number];

/** One thing that an action changes. It is carried out only while `before` is so. */
export const EffectShape = Type.Object(
  {
    field: Type.Enum([...effectFields]),
    subject: Nullable(
      Type.String({ description: 'The ticket type, lane, list, part of the policy, or what becomes of the seats.' }),
    ),
    before: Nullable(Type.String()),
    after: Nullable(Type.String({ description: 'null: known only once it is done.' })),
  },
  { title: 'ApprovalEffect' },
);
export type EffectShape = Static<typeof EffectShape>;

export const ApprovalShape = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum([...approvalKinds, 'settings']),
    subject: Type.String({ description: 'The sale, order or item that it is about.' }),
    proposal: Type.Unknown({ description: 'What will be done, exactly.' }),
    effect: Type.Array(EffectShape, {
      description: 'What changes, as it was when it was asked for; empty for orders, items, reports and settings.',
    }),
    people: Nullable(
      Type.Object(
        { waiting: Count, shopping: Count },
        { description: 'Whom it met when it was asked for; null: not about a line, or not known.' },
      ),
    ),
    hash: Type.String({
      description: 'Of proposal and effect. Goes into the approval: what was looked at is what is done.',
    }),
    state: ApprovalState,
    reason: Nullable(Type.String()),
    askedBy: Type.String(),
    askedAt: Time,
    expiresAt: Time,
    decidedBy: Nullable(Type.String()),
    decidedAt: Nullable(Time),
    endedAt: Nullable(Time),
    outcome: Nullable(Type.String({ description: 'What came of it, or why it was refused.' })),
  },
  { title: 'Approval' },
);
export type ApprovalShape = Static<typeof ApprovalShape>;

/** GET and PUT /v1/admin/approvals/settings. */
export const ApprovalSettingsShape = Type.Object(
  {
    kinds: Type.Array(Type.Enum([...approvalKinds]), { description: 'What needs a second person.' }),
    refundFreeMinor: Nullable(
      Type.Integer({
        minimum: 0,
        description:
          'With `refund`: what one person may give back within 24 hours without another, in minor units; null: nothing. A ticket that was scanned always needs a second person.',
      }),
    ),
    approvers: Count,
    version: Type.String({ description: 'Sent back with a change, another one is a conflict.' }),
  },
  { title: 'ApprovalSettings' },
);
export type ApprovalSettingsShape = Static<typeof ApprovalSettingsShape>;
