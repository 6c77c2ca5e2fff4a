import type { ApprovalKind, ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';

export const kindWords: Record<ApprovalShape['kind'], { label: string; means: string }> = {
  cancel_show: { label: 'Cancel a show', means: 'The sale closes and every order is given back.' },
  close_sale: { label: 'Close a sale for good', means: 'Nobody can join or buy any more.' },
  open_sale: { label: 'Open now', means: 'The order is drawn and the first are let in, before the time.' },
  pause_sale: { label: 'Pause a sale', means: 'Also in an emergency: nobody is let in until it is resumed.' },
  resume_sale: { label: 'Resume a sale', means: 'People are let in again; past its opening time the order is drawn.' },
  change_opening: {
    label: 'Change the opening time',
    means: 'The opening time or the waiting room of a published sale moves.',
  },
  change_stock: {
    label: 'Change the stock',
    means: 'Capacities, seats, ticket types and channels of a published sale.',
  },
  change_joins: { label: 'Change who may join', means: 'Joins are frozen or free again, or the challenge changes.' },
  extend_deadlines: { label: 'Give everybody more time', means: 'Every open deadline of a sale is extended.' },
  change_notice: { label: 'Change the message', means: 'What everybody waiting, choosing or paying reads.' },
  void_codes: { label: 'Void access codes', means: 'A list of codes opens nothing any more.' },
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
  outdated: 'Out of date: nothing was done',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  expired: 'Nobody decided in time',
};

/** Said by the state already. */
const plainOutcomes = new Set(['moved', 'unchanged', 'changed', 'extended', 'voided', 'revoked', 'published']);
/** What came of it, where that is more than its state. */
export const outcomeWords = (outcome: string | null): string =>
  outcome === null || plainOutcomes.has(outcome) ? '' : ` · ${outcome}`;
