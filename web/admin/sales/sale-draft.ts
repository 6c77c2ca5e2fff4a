import { parseMoney } from '../../../src/contract/money.js';
import { type FeeTerms, fullPriceOf, type TaxTerms } from '../../../src/contract/pricing.js';

/** What a person typed into the form of a new sale, and the body that it becomes. */
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
  min: number;
  multiple: number;
  capacity: number;
  maxPerFan: number;
  section: string;
  rows: number;
  seatsPerRow: number;
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
  cap: number;
  perMinute: number;
  tickets: TicketDraft[];
}

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

/** The body of POST /v1/admin/sales, or what is still missing, in words. */
export function bodyOf(draft: SaleDraft, timeZone: string): { body: Record<string, unknown> } | { missing: string } {
  const missing = missingIn(draft);
  if (missing !== null) return { missing };
  const instant = (local: string): string => new Date(local).toISOString();
  const sections = draft.tickets.flatMap((ticket, index) =>
    ticket.seated
      ? [
          {
            key: sectionKey(index),
            label: ticket.section.trim() || ticket.name,
            rows: Array.from({ length: ticket.rows }, (_, row) => ({
              label: String(row + 1),
              seats: ticket.seatsPerRow,
            })),
          },
        ]
      : [],
  );
  return {
    body: {
      slug: draft.slug || slugFrom(draft.name),
      name: draft.name.trim(),
      currency: draft.currency,
      show: { name: draft.show.trim(), venue: draft.venue.trim(), startsAt: instant(draft.startsAt), timeZone },
      prequeueAt: instant(draft.prequeueAt),
      opensAt: instant(draft.opensAt),
      ...(sections.length > 0 ? { seatMap: { sections } } : {}),
      ticketTypes: draft.tickets.map((ticket, index) => ({
        name: ticket.name.trim(),
        price: parseMoney(ticket.price, draft.currency),
        fee: feeOf(ticket, draft.currency),
        tax: taxOf(ticket),
        min: ticket.min,
        multiple: ticket.multiple,
        maxPerFan: ticket.maxPerFan,
        ...(ticket.seated
          ? { admission: 'reserved', sections: [sectionKey(index)] }
          : { admission: 'general', capacity: ticket.capacity }),
      })),
      policy: { cap: draft.cap, perMinute: draft.perMinute },
    },
  };
}

function missingIn(draft: SaleDraft): string | null {
  if (draft.name.trim() === '') return 'The sale needs a name.';
  if (draft.show.trim() === '' || draft.venue.trim() === '') return 'The show needs a name and a venue.';
  if ((draft.slug || slugFrom(draft.name)).length < 3) return 'The address needs at least three letters or digits.';
  if ([draft.startsAt, draft.prequeueAt, draft.opensAt].some((at) => Number.isNaN(Date.parse(at))))
    return 'All three times are needed.';
  if (Date.parse(draft.prequeueAt) > Date.parse(draft.opensAt)) return 'The waiting room must open before the sale.';
  if (draft.tickets.length === 0) return 'At least one ticket type is needed.';
  for (const ticket of draft.tickets) {
    if (ticket.name.trim() === '') return 'Each ticket type needs a name.';
    if (parseMoney(ticket.price, draft.currency) === null)
      return `${ticket.name} needs a price, such as 45.00; 0 is free.`;
    if (ticket.fee.trim() !== '' && feeOf(ticket, draft.currency) === null)
      return `The fee of ${ticket.name} is an amount such as 2.50, or a percentage such as 5%.`;
    if (ticket.tax.trim() !== '' && taxOf(ticket) === null)
      return `The tax of ${ticket.name} is a percentage such as 7.`;
  }
  return null;
}

export const capacityOf = (ticket: TicketDraft): number =>
  ticket.seated ? ticket.rows * ticket.seatsPerRow : ticket.capacity;
