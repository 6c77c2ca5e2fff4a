import Type, { type Static } from 'typebox';
import { Count, Nullable, Time } from './schema.js';

/**
 * Actions that an owner can subject to four-eyes approval. refund: refunds, cancellations of paid orders, and
 * attention's refunds.
 */
export const approvalKinds = [
  'cancel_show',
  'close_sale',
  'revoke_passes',
  'change_policy',
  'publish_report',
  'refund',
  'open_without_beacon',
] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

export const ApprovalState = Type.Enum(['asked', 'approved', 'done', 'failed', 'refused', 'withdrawn', 'expired']);
export type ApprovalState = Static<typeof ApprovalState>;

export const ApprovalShape = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum([...approvalKinds, 'settings']),
    subject: Type.String({ description: 'The sale, order or item that it is about.' }),
    proposal: Type.Unknown({ description: 'What will be done, exactly.' }),
    hash: Type.String({ description: 'Goes into the approval: what was looked at is what is done.' }),
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
  },
  { title: 'ApprovalSettings' },
);
export type ApprovalSettingsShape = Static<typeof ApprovalSettingsShape>;
