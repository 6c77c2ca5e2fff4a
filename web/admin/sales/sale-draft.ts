import { parseMoney } from '../../../src/contract/money.js';
import { type FeeTerms, fullPriceOf, type TaxTerms } from '../../../src/contract/pricing.js';

/** A number field as it stands while somebody types: it may be empty or half a number, and is judged when it is saved. */
export type Typed = number | string;

/** What a person typed into the form of a sale, and the body that it becomes. */
export interface TicketDraft {
  key: number;
  name: string;
  seated: boolean;
  /** As typed: major units, "45.00". */
  price: string;
  /** As typed: major units, or with % a percentage of the price; empty: none. */
  fee: string;
  feeLabel: string;
  /** In percent, as typed; empty: none. */
  tax: string;
  taxLabel: string;
  taxIncluded: boolean;
  min: Typed;
  multiple: Typed;
  capacity: Typed;
  maxPerFan: Typed;
  section: string;
  rows: Typed;
  seatsPerRow: Typed;
  /** Of the stored map of the sale. */
  zones: string[];
  /** Of a draft that is opened again: fields that the form does not show. */
  base: Record<string, unknown>;
  /** Sections of a seat map that the form cannot draw; they stay as they are. */
  kept: { sections: string[]; zones: string[]; seats: number } | null;
}
export interface SaleDraft {
  name: string;
  show: string;
  venue: string;
  /** As an input of type datetime-local gives it, in this browser's time zone. */
  startsAt: string;
  prequeueAt: string;
  opensAt: string;
  slug: string;
  currency: string;
  cap: Typed;
  perMinute: Typed;
  tickets: TicketDraft[];
  /** The stored map that the sale copies; null: seats are drawn as plain rows. */
  seatMapId: string | null;
  /** Of the venue; null: this browser's. */
  timeZone: string | null;
  /** Of a draft that is opened again: fields that the form does not show. */
  base: Record<string, unknown>;
}

export const MOST = { tickets: 1_000_000, rows: 500, seatsOfARow: 1_000, perFan: 50, pace: 100_000 };

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** An instant as an input of type datetime-local wants it. */
export function localInput(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * MINUTE);
  return local.toISOString().slice(0, 16);
}

export function emptyTicket(key: number): TicketDraft {
  return {
    key,
    name: '',
    seated: false,
    ...{ price: '', fee: '', feeLabel: 'Service fee', tax: '', taxLabel: 'VAT', taxIncluded: true },
    ...{ min: 1, multiple: 1 },
    capacity: 500,
    maxPerFan: 4,
    section: 'Stalls',
    rows: 10,
    seatsPerRow: 20,
    zones: [],
    base: {},
    kept: null,
  };
}

/** Tomorrow at ten, with half an hour of waiting room before it. */
export function emptyDraft(now: number): SaleDraft {
  const opening = new Date(now + DAY);
  opening.setHours(10, 0, 0, 0);
  return {
    name: '',
    show: '',
    venue: '',
    startsAt: localInput(opening.getTime() + 30 * DAY + 10 * 60 * MINUTE),
    prequeueAt: localInput(opening.getTime() - 30 * MINUTE),
    opensAt: localInput(opening.getTime()),
    slug: '',
    currency: 'EUR',
    cap: 200,
    perMinute: 600,
    tickets: [{ ...emptyTicket(1), name: 'Standing' }],
    seatMapId: null,
    timeZone: null,
    base: {},
  };
}

/** "Ärena Night!" → "arena-night": what may stand in an address. */
export function slugFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

const percentOf = (typed: string): number | null =>
  /^\d{1,3}([.,]\d{1,3})?$/.test(typed) ? Number(typed.replace(',', '.')) : null;

/** Null: none was typed, or nothing that can be read. */
export function feeOf({ fee, feeLabel }: TicketDraft, currency: string): FeeTerms | null {
  const text = fee.trim();
  if (text === '') return null;
  const label = feeLabel.trim() || 'Fee';
  const percent = text.endsWith('%') ? percentOf(text.slice(0, -1).trim()) : null;
  const amount = text.endsWith('%') ? null : parseMoney(text, currency);
  return percent === null && amount === null ? null : { label, amount, percent };
}

export function taxOf({ tax, taxLabel, taxIncluded }: TicketDraft): TaxTerms | null {
  const percent = percentOf(tax.replace('%', '').trim());
  return percent === null ? null : { label: taxLabel.trim() || 'Tax', percent, included: taxIncluded };
}

/** What a fan pays for one ticket; null while the price cannot be read. */
export function fullPrice(ticket: TicketDraft, currency: string): number | null {
  const priceMinor = parseMoney(ticket.price, currency);
  return priceMinor === null
    ? null
    : fullPriceOf({ priceMinor, fee: feeOf(ticket, currency), tax: taxOf(ticket) }, currency);
}

const sectionKey = (index: number): string => String.fromCharCode(65 + index);

/** The whole number that was typed, from 1 to `most`; null for anything else. */
export function wholeOf(typed: Typed, most: number): number | null {
  const text = String(typed).trim();
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : null;
}

/** What is wrong, by field; names of ticket fields are `tickets.<key>.<field>`. */
export type DraftErrors = ReadonlyMap<string, string>;

/** The body of POST and PUT /v1/admin/sales, or everything that is wrong at once. */
export function bodyOf(
  draft: SaleDraft,
  browserZone: string,
): { body: Record<string, unknown> } | { errors: DraftErrors } {
  const errors = new Map(errorsIn(draft));
  if (errors.size > 0) return { errors };
  const instant = (local: string): string => new Date(local).toISOString();
  const { base } = draft;
  const whole = (typed: Typed): number => Number(typed);
  const sections = draft.tickets.flatMap((ticket, index) =>
    ticket.seated && ticket.kept === null && draft.seatMapId === null
      ? [
          {
            key: sectionKey(index),
            label: ticket.section.trim() || ticket.name,
            rows: Array.from({ length: whole(ticket.rows) }, (_, row) => ({
              label: String(row + 1),
              seats: whole(ticket.seatsPerRow),
            })),
          },
        ]
      : [],
  );
  const hasKept = draft.tickets.some(({ kept }) => kept !== null);
  const show = {
    ...(base['show'] as object | undefined),
    ...{ name: draft.show.trim(), venue: draft.venue.trim(), startsAt: instant(draft.startsAt) },
    timeZone: draft.timeZone ?? browserZone,
  };
  return {
    body: {
      ...withoutSeatMap(base),
      slug: draft.slug || slugFrom(draft.name),
      name: draft.name.trim(),
      currency: draft.currency,
      show,
      prequeueAt: instant(draft.prequeueAt),
      opensAt: instant(draft.opensAt),
      ...(draft.seatMapId === null ? {} : { seatMapId: draft.seatMapId }),
      ...(hasKept && draft.seatMapId === null
        ? { seatMap: base['seatMap'] }
        : sections.length > 0
          ? { seatMap: { sections } }
          : {}),
      ticketTypes: draft.tickets.map((ticket, index) => ({
        ...ticket.base,
        name: ticket.name.trim(),
        price: parseMoney(ticket.price, draft.currency),
        fee: feeOf(ticket, draft.currency),
        tax: taxOf(ticket),
        min: whole(ticket.min),
        multiple: whole(ticket.multiple),
        maxPerFan: whole(ticket.maxPerFan),
        ...(ticket.seated
          ? { admission: 'reserved', ...soldSeats(draft, ticket, sectionKey(index)) }
          : { admission: 'general', sections: [], zones: [], capacity: whole(ticket.capacity) }),
      })),
      policy: { ...(base['policy'] as object | undefined), cap: whole(draft.cap), perMinute: whole(draft.perMinute) },
    },
  };
}

/** Zones of a stored map; else the sections that were imported or drawn. */
function soldSeats({ seatMapId }: SaleDraft, ticket: TicketDraft, drawn: string): Record<string, string[]> {
  return seatMapId === null
    ? { sections: ticket.kept?.sections ?? [drawn], zones: ticket.kept?.zones ?? [] }
    : { sections: [], zones: ticket.zones };
}

function withoutSeatMap({ seatMap: _, seatMapId: _id, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

function* errorsIn(draft: SaleDraft): Generator<[string, string]> {
  if (draft.name.trim() === '') yield ['name', 'The sale needs a name.'];
  if (draft.show.trim() === '') yield ['show', 'The show needs a name.'];
  if (draft.venue.trim() === '') yield ['venue', 'Where is it?'];
  for (const field of ['startsAt', 'prequeueAt', 'opensAt'] as const)
    if (Number.isNaN(Date.parse(draft[field]))) yield [field, 'Enter a day and a time.'];
  if (Date.parse(draft.prequeueAt) > Date.parse(draft.opensAt))
    yield ['prequeueAt', 'The waiting room must open before the sale.'];
  for (const ticket of draft.tickets) yield* ticketErrors(ticket, draft);
  if ((draft.slug || slugFrom(draft.name)).length < 3)
    yield ['slug', 'The address needs at least three letters or digits.'];
  for (const field of ['perMinute', 'cap'] as const)
    if (wholeOf(draft[field], MOST.pace) === null) yield [field, wholeWords(MOST.pace)];
}

function* ticketErrors(ticket: TicketDraft, { currency, seatMapId }: SaleDraft): Generator<[string, string]> {
  const at = (field: keyof TicketDraft): string => `tickets.${ticket.key}.${field}`;
  if (ticket.name.trim() === '') yield [at('name'), 'Each ticket type needs a name.'];
  if (parseMoney(ticket.price, currency) === null) yield [at('price'), 'A price, such as 45.00; 0 is free.'];
  if (ticket.fee.trim() !== '' && feeOf(ticket, currency) === null)
    yield [at('fee'), 'An amount such as 2.50, or a percentage such as 5%.'];
  if (ticket.tax.trim() !== '' && taxOf(ticket) === null) yield [at('tax'), 'A percentage, such as 7.'];
  const wholes: [
    keyof TicketDraft & ('min' | 'multiple' | 'maxPerFan' | 'capacity' | 'rows' | 'seatsPerRow'),
    number,
  ][] = [
    ['min', MOST.perFan],
    ['multiple', MOST.perFan],
    ['maxPerFan', MOST.perFan],
    ...(ticket.seated ? [] : [['capacity', MOST.tickets] as ['capacity', number]]),
    ...(ticket.seated && ticket.kept === null && seatMapId === null
      ? [['rows', MOST.rows] as ['rows', number], ['seatsPerRow', MOST.seatsOfARow] as ['seatsPerRow', number]]
      : []),
  ];
  if (ticket.seated && seatMapId !== null && ticket.zones.length === 0)
    yield [at('zones'), 'Choose the zones that this ticket type sells.'];
  for (const [field, most] of wholes) if (wholeOf(ticket[field], most) === null) yield [at(field), wholeWords(most)];
}

const wholeWords = (most: number): string => `A whole number from 1 to ${most.toLocaleString('en')}.`;

/** How many tickets there will be; null while that cannot be read. */
export function capacityOf(ticket: TicketDraft): number | null {
  if (ticket.kept) return ticket.kept.seats;
  if (!ticket.seated) return wholeOf(ticket.capacity, MOST.tickets);
  const [rows, seats] = [wholeOf(ticket.rows, MOST.rows), wholeOf(ticket.seatsPerRow, MOST.seatsOfARow)];
  return rows === null || seats === null ? null : rows * seats;
}
