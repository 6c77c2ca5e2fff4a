import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { sentence } from '../setup/draft-body.js';
import { timeHints } from '../setup/draft-checks.js';
import {
  brandingBody,
  lookDraft,
  type LookDraft,
  lookErrors,
  pictureIdOf,
  sellerBody,
  sellerFields,
} from '../setup/look-draft.js';
import { instantsOf, localIn, missingTime } from '../setup/zone-time.js';

/** Fields that can be changed after publishing, as typed. */
export interface PublishedDraft extends LookDraft {
  name: string;
  show: string;
  venue: string;
  timeZone: string;
  startsAt: string;
  prequeueAt: string;
  opensAt: string;
  closesAt: string;
  listed: boolean;
  transferable: boolean;
}

export function publishedDraft(sale: StaffSaleShape): PublishedDraft {
  const { timeZone } = sale.show;
  const local = (at: string): string => localIn(Date.parse(at), timeZone);
  return {
    ...{ name: sale.name, show: sale.show.name, venue: sale.show.venue, timeZone },
    ...{ startsAt: local(sale.show.startsAt), prequeueAt: local(sale.prequeueAt), opensAt: local(sale.opensAt) },
    closesAt: sale.closesAt === null ? '' : local(sale.closesAt),
    listed: sale.listed,
    ...lookDraft(sale.seller, {
      pictureId: pictureIdOf(sale.branding?.pictureUrl),
      logoId: pictureIdOf(sale.branding?.logoUrl),
      accent: sale.branding?.accent ?? '',
    }),
    transferable: sale.transferable,
  };
}

/** Returns why a time can no longer be moved; null while it can. */
export function fixedBecause(sale: StaffSaleShape, field: 'prequeueAt' | 'opensAt'): string | null {
  const beforePrequeue = sale.state === 'draft' || sale.state === 'scheduled';
  const beforeOpening = beforePrequeue || sale.state === 'prequeue' || sale.pausedFrom === 'prequeue';
  if (field === 'prequeueAt') return beforePrequeue ? null : 'It has opened.';
  return beforeOpening ? null : 'It has opened, and the order was drawn.';
}

const pastWords = {
  opensAt: 'This is past: the order is drawn and the sale opens at once.',
  prequeueAt: 'This is past: the waiting room opens at once.',
};

/** Questions the times that can still be moved; those that were crossed are past by nature. */
export function publishedHints(sale: StaffSaleShape, draft: PublishedDraft, now: number): ReadonlyMap<string, string> {
  const hints = new Map(timeHints(draft, now, pastWords));
  for (const field of ['prequeueAt', 'opensAt'] as const) if (fixedBecause(sale, field) !== null) hints.delete(field);
  return hints;
}

/** Returns the body of PATCH /v1/admin/sales/{id} with the changed fields, or the errors. */
export function changeOf(
  sale: StaffSaleShape,
  draft: PublishedDraft,
): { change: Record<string, unknown> } | { errors: Map<string, string> } {
  const before = publishedDraft(sale);
  const errors = new Map<string, string>(lookErrors(draft));
  const instant = (field: 'startsAt' | 'prequeueAt' | 'opensAt' | 'closesAt'): string => {
    const [at] = instantsOf(draft[field], draft.timeZone);
    if (at !== undefined) return new Date(at).toISOString();
    errors.set(field, missingTime(draft[field], draft.timeZone) ?? 'Enter a day and a time.');
    return '';
  };
  for (const [field, words] of [
    ['name', 'The sale needs a name.'],
    ['show', 'The show needs a name.'],
    ['venue', 'Where is it?'],
  ] as const)
    if (draft[field].trim() === '') errors.set(field, words);
  const change: Record<string, unknown> = {};
  if (draft.name !== before.name) change['name'] = draft.name.trim();
  for (const field of ['listed', 'transferable'] as const)
    if (draft[field] !== before[field]) change[field] = draft[field];
  for (const [field, bodyOf] of [
    ['seller', sellerBody],
    ['branding', brandingBody],
  ] as const)
    if (JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(before))) change[field] = bodyOf(draft);
  const moved = draft.timeZone !== before.timeZone;
  if (moved || draft.show !== before.show || draft.venue !== before.venue || draft.startsAt !== before.startsAt)
    change['show'] = {
      ...{ name: draft.show.trim(), venue: draft.venue.trim(), timeZone: draft.timeZone },
      startsAt: instant('startsAt'),
    };
  for (const field of ['prequeueAt', 'opensAt'] as const)
    if (fixedBecause(sale, field) === null && (moved || draft[field] !== before[field])) change[field] = instant(field);
  if (draft.closesAt !== before.closesAt || (moved && draft.closesAt !== ''))
    change['closesAt'] = draft.closesAt === '' ? null : instant('closesAt');
  return errors.size > 0 ? { errors } : { change };
}

const shownFields: ReadonlySet<string> = new Set([
  ...['name', 'show', 'venue', 'timeZone', 'startsAt', 'prequeueAt', 'opensAt', 'closesAt'],
  ...['branding.pictureId', 'branding.logoId', 'branding.accent'],
  ...sellerFields.map((field) => `seller.${field}`),
]);

/** Maps the server's errors to the fields that are shown; the rest stays with the refusal. */
export function shownErrors(
  sale: StaffSaleShape,
  said: readonly { field: string; message: string }[],
): { errors: Map<string, string>; rest: { field: string; message: string }[] } {
  const errors = new Map<string, string>();
  const rest: { field: string; message: string }[] = [];
  for (const { field, message } of said) {
    const key = field === 'show.name' ? 'show' : field.replace(/^show\./, '');
    const isFixed = (key === 'prequeueAt' || key === 'opensAt') && fixedBecause(sale, key) !== null;
    if (shownFields.has(key) && !isFixed) errors.set(key, sentence(message));
    else rest.push({ field, message });
  }
  return { errors, rest };
}

/** Returns what was typed on top of how the sale is now: fields left as they were follow it. */
export function rebased(typed: PublishedDraft, before: PublishedDraft, now: PublishedDraft): PublishedDraft {
  const isTyped = (field: keyof PublishedDraft): boolean =>
    JSON.stringify(typed[field]) !== JSON.stringify(before[field]);
  const own = (Object.keys(typed) as (keyof PublishedDraft)[]).filter(isTyped);
  return { ...now, ...Object.fromEntries(own.map((field) => [field, typed[field]])) };
}

const fieldWords: Partial<Record<keyof PublishedDraft, string>> = {
  name: 'Name of the sale',
  show: 'Show',
  venue: 'Venue',
  timeZone: 'Time zone',
  startsAt: 'Show begins',
  prequeueAt: 'Waiting room opens',
  opensAt: 'Sale opens',
  closesAt: 'Closes by itself',
  listed: 'Show it on the home page',
  transferable: 'Tickets may be given to somebody else',
  seller: 'Seller',
};

/** Returns which fields both changed to something else, each with what the other made of it, as in: Venue (theirs: “Hall 2”). */
export function bothChanged(typed: PublishedDraft, before: PublishedDraft, now: PublishedDraft): string[] {
  const text = (value: unknown): string => JSON.stringify(value);
  return (Object.keys(typed) as (keyof PublishedDraft)[])
    .filter((field) => new Set([typed[field], before[field], now[field]].map(text)).size === 3)
    .map((field) => `${fieldWords[field] ?? 'Picture, logo or colour'}${theirs(now[field])}`);
}

function theirs(value: unknown): string {
  return typeof value === 'string' ? ` (theirs: ${value === '' ? 'empty' : `“${value.replace('T', ' ')}”`})` : '';
}
