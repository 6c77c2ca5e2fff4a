import type { ApprovalKind, ApprovalShape } from '../../../src/contract/approval-shapes.js';

export const kindWords: Record<ApprovalShape['kind'], { label: string; means: string }> = {
  cancel_show: { label: 'Cancel a show', means: 'The sale closes and every order is given back.' },
  close_sale: { label: 'Close a sale for good', means: 'Nobody can join or buy any more.' },
  revoke_passes: { label: 'End every admission', means: 'Everybody who is shopping leaves the shop at once.' },
  change_policy: { label: 'Change cap and speed', means: 'How many people are let in, and how fast.' },
  publish_report: { label: 'Publish a report', means: 'Anybody can read the report of a sale.' },
  refund: { label: 'Give money back', means: 'Refunds above what one person may give back in a day.' },
  open_without_beacon: {
    label: 'Draw without the beacon',
    means: 'A sale opens although the public beacon it promised has not answered.',
  },
  settings: {
    label: 'Ask for less',
    means: 'The rules for approvals or for second factors change.',
  },
};
export const kinds = (Object.keys(kindWords) as ApprovalShape['kind'][]).filter(
  (kind): kind is ApprovalKind => kind !== 'settings',
);

export const stateWords: Record<ApprovalShape['state'], string> = {
  asked: 'Waits for somebody else',
  approved: 'Being done',
  done: 'Done',
  failed: 'Could not be done',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  expired: 'Nobody decided in time',
};
