import { parseMoney } from '../../../../src/contract/money/money.js';
import { isSharedKeySet } from '../../../../src/contract/line/shared-key-sets.js';
import type { FieldErrors } from '../../ui/fields.jsx';
import { lookErrors } from './look-draft.js';
import {
  type BoundedField,
  boundedOf,
  capacityOf,
  countedBy,
  feeOf,
  laneKeyOf,
  MOST,
  policyBounds,
  type SaleDraft,
  slugFrom,
  taxOf,
  type TicketDraft,
  totalOf,
  wholeOf,
} from './sale-draft.js';
import { instantsOf, isTwice, missingTime } from './zone-time.js';

const MINUTE = 60_000;
const TOUR = /^[\p{L}\p{N}][\p{L}\p{N}-]{0,59}$/u;
const SHORT_PREQUEUE_MS = 5 * MINUTE;
const wholeWords = (most: number): string => `A whole number from 1 to ${most.toLocaleString('en')}.`;

/** Returns all errors at once, by field. */
export const errorsOf = (draft: SaleDraft): FieldErrors => new Map(errorsIn(draft));

function* errorsIn(draft: SaleDraft): Generator<[string, string]> {
  if (draft.name.trim() === '') yield ['name', 'The sale needs a name.'];
  if (draft.show.trim() === '') yield ['show', 'The show needs a name.'];
  if (draft.venue.trim() === '') yield ['venue', 'Where is it?'];
  yield* timeErrors(draft);
  for (const ticket of draft.tickets) yield* ticketErrors(ticket, draft);
  if (totalOf(draft) > MOST.tickets)
    yield ['tickets', `All ticket types together: at most ${MOST.tickets.toLocaleString('en')}.`];
  yield* entryErrors(draft);
  yield* limitErrors(draft);
  yield* laneErrors(draft);
  if ((draft.slug || slugFrom(draft.name)).length < 3)
    yield ['slug', 'The address needs at least three letters or digits.'];
  else if (draft.slug !== '' && draft.slug !== slugFrom(draft.slug))
    yield ['slug', `Small letters, digits and hyphens: ${slugFrom(draft.slug)}.`];
  yield* policyErrors(draft);
  yield* lookErrors(draft);
}

function* timeErrors(draft: SaleDraft): Generator<[string, string]> {
  const at = (field: 'startsAt' | 'prequeueAt' | 'opensAt' | 'closesAt'): number | undefined =>
    instantsOf(draft[field], draft.timeZone)[0];
  for (const field of ['startsAt', 'prequeueAt', 'opensAt', 'closesAt'] as const) {
    if (field === 'closesAt' && draft.closesAt === '') continue;
    if (at(field) === undefined) yield [field, missingTime(draft[field], draft.timeZone) ?? 'Enter a day and a time.'];
  }
  const [prequeue, opens, closes] = [at('prequeueAt'), at('opensAt'), at('closesAt')];
  if (prequeue !== undefined && opens !== undefined && prequeue > opens)
    yield ['prequeueAt', 'The waiting room must open before the sale.'];
  if (closes !== undefined && opens !== undefined && closes <= opens)
    yield ['closesAt', 'It must close after it opens.'];
}

export function* ticketErrors(
  ticket: TicketDraft,
  { currency, seatMapId }: { currency: string; seatMapId: string | null },
): Generator<[string, string]> {
  const at = (field: keyof TicketDraft): string => `tickets.${ticket.key}.${field}`;
  if (ticket.name.trim() === '') yield [at('name'), 'Each ticket type needs a name.'];
  if (parseMoney(ticket.price, currency) === null) yield [at('price'), 'A price, such as 45.00; 0 is free.'];
  if (ticket.fee.trim() !== '' && feeOf(ticket, currency) === null)
    yield [at('fee'), 'An amount such as 2.50, a percentage such as 5%, or both: 2.50 + 5%.'];
  if (ticket.tax.trim() !== '' && taxOf(ticket) === null) yield [at('tax'), 'A percentage, such as 7.'];
  type Counted = 'min' | 'multiple' | 'maxPerFan' | 'capacity' | 'rows' | 'seatsPerRow';
  const drawn = ticket.seated && ticket.kept === null && seatMapId === null;
  if (ticket.seated && seatMapId !== null && ticket.zones.length + ticket.mapSections.length === 0)
    yield [at('zones'), 'Choose the zones that this ticket type sells.'];
  const wholes: [Counted, number, boolean][] = [
    ['capacity', MOST.tickets, !ticket.seated],
    ['rows', MOST.rows, drawn],
    ['seatsPerRow', MOST.seatsOfARow, drawn],
    ['maxPerFan', MOST.perFan, true],
    ['min', MOST.perFan, true],
    ['multiple', MOST.perFan, true],
  ];
  for (const [field, most, asked] of wholes)
    if (asked && wholeOf(ticket[field], most) === null) yield [at(field), wholeWords(most)];
  const [min, most] = [wholeOf(ticket.min, MOST.perFan), wholeOf(ticket.maxPerFan, MOST.perFan)];
  if (min !== null && most !== null && min > most) yield [at('min'), `One fan may buy ${most} at most.`];
}

function* entryErrors(draft: SaleDraft): Generator<[string, string]> {
  if (draft.entry !== 'account') return;
  if (draft.keysFrom === 'address' && !/^https?:\/\/\S+$/.test(draft.jwksUrl.trim()))
    yield ['jwksUrl', 'An address that begins with https://.'];
  if (draft.keysFrom === 'address' && draft.audience.trim() === '' && isSharedKeySet(draft.jwksUrl.trim()))
    yield ['audience', 'These keys sign tokens for other programs too: say which of them is yours.'];
  if (draft.keysFrom === 'keys' && keysIn(draft.jwks) === null)
    yield ['jwks', 'A JSON Web Key Set: {"keys": [ … ]} with public keys only.'];
}

function* limitErrors(draft: SaleDraft): Generator<[string, string]> {
  const { across, tour, perOrder } = draft.limits;
  if (perOrder.trim() !== '' && (wholeOf(perOrder, MOST.perFan) ?? 0) < 1)
    yield ['perOrder', `A whole number from 1 to ${MOST.perFan}, or nothing.`];
  if (across !== 'tour') return;
  if (countedBy(draft).length === 0)
    yield ['limits', 'Across a tour, count by e-mail or card: a place is of one sale.'];
  if (tour.trim() !== '' && !TOUR.test(tour.trim()))
    yield ['tour', 'Letters, digits and hyphens, such as nights-2027.'];
}

/** Parses the keys of a pasted JWKS, a list or a single key; null if unreadable. */
export function keysIn(text: string): Record<string, unknown>[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = (one: unknown): one is Record<string, unknown> =>
      typeof one === 'object' && one !== null && !Array.isArray(one);
    const list = Array.isArray(value)
      ? (value as unknown[])
      : isObject(value) && 'keys' in value
        ? value.keys
        : [value];
    return Array.isArray(list) && list.length > 0 && list.every(isObject) ? list : null;
  } catch {
    return null;
  }
}

function* laneErrors({ lanes }: SaleDraft): Generator<[string, string]> {
  const taken = new Set<string>();
  for (const lane of lanes) {
    const key = laneKeyOf(lane);
    if (lane.label.trim() === '') yield [`lanes.${lane.key}.label`, 'Each lane needs a name.'];
    else if (taken.has(key)) yield [`lanes.${lane.key}.label`, 'Another lane has this name.'];
    taken.add(key);
    if (wholeOf(lane.weight, MOST.laneWeight) === null) yield [`lanes.${lane.key}.weight`, wholeWords(MOST.laneWeight)];
  }
}

function* policyErrors({ policy }: SaleDraft): Generator<[string, string]> {
  for (const field of ['perMinute', 'cap'] as const) {
    const typed = policy[field];
    if (typed !== null && wholeOf(typed, MOST.pace) === null) yield [field, wholeWords(MOST.pace)];
  }
  for (const field of Object.keys(policyBounds) as BoundedField[])
    if (boundedOf(policy[field], field) === null) {
      const { most, isWhole } = policyBounds[field];
      yield [field, isWhole ? `A whole number from 1 to ${most}.` : `A number of at most ${most}.`];
    }
}

/** Returns warnings by field: allowed, but worth a second look. */
export const hintsOf = (draft: SaleDraft, now: number): FieldErrors => new Map(hintsIn(draft, now));

/** The four times of a sale as typed, with the venue's zone. */
export type TimesDraft = Pick<SaleDraft, 'startsAt' | 'prequeueAt' | 'opensAt' | 'closesAt' | 'timeZone'>;

const pastWords = {
  opensAt: 'This is past: the sale opens as soon as it is published, without a draw.',
  prequeueAt: 'This is past: the waiting room opens when it is published.',
};

/** Questions times that are allowed but odd. */
export function* timeHints(draft: TimesDraft, now: number, past: typeof pastWords): Generator<[string, string]> {
  const at = (field: 'startsAt' | 'prequeueAt' | 'opensAt' | 'closesAt'): number =>
    instantsOf(draft[field], draft.timeZone)[0] ?? Number.NaN;
  for (const field of ['startsAt', 'prequeueAt', 'opensAt', 'closesAt'] as const)
    if (isTwice(draft[field], draft.timeZone))
      yield [field, 'The clocks go back that night: the earlier one is meant.'];
  if (at('opensAt') <= now) yield ['opensAt', past.opensAt];
  else if (at('prequeueAt') <= now) yield ['prequeueAt', past.prequeueAt];
  else if (at('opensAt') - at('prequeueAt') < SHORT_PREQUEUE_MS)
    yield ['prequeueAt', 'Less than five minutes: who comes in that time is drawn, everybody else stands behind them.'];
  if (at('startsAt') <= at('opensAt')) yield ['startsAt', 'The show begins before its sale opens.'];
  else if (at('closesAt') > at('startsAt')) yield ['closesAt', 'It still sells after the show has begun.'];
}

function* hintsIn(draft: SaleDraft, now: number): Generator<[string, string]> {
  yield* timeHints(draft, now, pastWords);
  for (const ticket of draft.tickets) {
    const [capacity, most] = [capacityOf(ticket), wholeOf(ticket.maxPerFan, MOST.perFan)];
    if (capacity !== null && most !== null && most > capacity)
      yield [`tickets.${ticket.key}.maxPerFan`, 'More than there are.'];
  }
  if (draft.entry === 'account' && draft.audience.trim() === '')
    yield ['audience', 'Without one, a token that these keys signed for any other program makes a person here too.'];
  if (draft.lanes.every(({ access }) => access === 'invite'))
    yield ['lanes', 'Every lane is by invitation: the sale is not listed, and nobody joins without a code.'];
}
