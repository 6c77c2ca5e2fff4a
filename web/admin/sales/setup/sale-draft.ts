import { parseMoney } from '../../../../src/contract/money/money.js';
import { type FeeTerms, fullPriceOf, type TaxTerms } from '../../../../src/contract/money/pricing.js';
import type { LaneAccess } from '../../../../src/contract/sale/sale-shapes.js';
import type { HandoffRule } from '../../../../src/contract/line/handoff-rule.js';
import { type StepUpRule, stepUpRulesFor } from '../../../../src/contract/line/step-up.js';
import type { FieldErrors } from '../../ui/fields.jsx';
import { emptyLook, type LookDraft } from './look-draft.js';
import { localIn } from './zone-time.js';

/**
 * The sale form as typed. Numbers are kept as text, because a field may be empty or incomplete while being edited;
 * validation happens on save.
 */
export interface TicketDraft {
  key: number;
  name: string;
  seated: boolean;
  /** As typed: major units, "45.00". */
  price: string;
  /** As typed: an amount in major units, a percentage of the price with %, or both joined by +; empty: none. */
  fee: string;
  feeLabel: string;
  /** Percentage as typed; empty: none. */
  tax: string;
  taxLabel: string;
  taxIncluded: boolean;
  min: string;
  multiple: string;
  capacity: string;
  maxPerFan: string;
  section: string;
  rows: string;
  seatsPerRow: string;
  /** Zones of the sale's stored map. */
  zones: string[];
  /** All sections of a stored map that has no zones. */
  mapSections: string[];
  /** Fields of a reopened draft that the form does not show. */
  base: Record<string, unknown>;
  /** Sections of a seat map that the form cannot draw; saved unchanged. */
  kept: { sections: string[]; zones: string[]; seats: number } | null;
}

export interface LaneDraft {
  key: number;
  /** Set once saved: codes refer to it, so renaming the lane does not change it. */
  laneKey: string | null;
  label: string;
  weight: string;
  access: LaneAccess;
}

export type Entry = 'open' | 'email' | 'account' | 'card';
/** What limits can count by besides the place, which always counts. */
export type LimitBy = 'email' | 'card' | 'identity';
export const limitKinds: readonly LimitBy[] = ['email', 'card', 'identity'];
export interface LimitsDraft {
  by: LimitBy[];
  across: 'sale' | 'tour';
  /** Empty: named after the show. */
  tour: string;
  /** Empty: each ticket type's own limit alone. */
  perOrder: string;
}
export type Challenge = 'off' | 'observe' | 'auto' | 'on';

export interface PolicyDraft {
  /** null: follows the suggestion for the size of the show. */
  cap: string | null;
  perMinute: string | null;
  shopMinutes: string;
  holdMinutes: string;
  payMinutes: string;
  claimMinutes: string;
  graceSeconds: string;
  idleMinutes: string;
  groupMax: string;
  handoff: HandoffRule;
  disputedTickets: 'keep' | 'hold' | 'void';
  warnedTickets: 'keep' | 'hold';
  stepUp: StepUpRule;
  /** Minutes until the full rate is reached; 0: at once. */
  rampMinutes: string;
}

export interface SaleDraft extends LookDraft {
  name: string;
  show: string;
  venue: string;
  /** IANA name; all times below are in this zone, in the format of a datetime-local input. */
  timeZone: string;
  startsAt: string;
  prequeueAt: string;
  opensAt: string;
  /** Empty: closed manually. */
  closesAt: string;
  slug: string;
  listed: boolean;
  transferable: boolean;
  currency: string;
  tickets: TicketDraft[];
  /** The stored map that the sale copies; null: seats are drawn as plain rows. */
  seatMapId: string | null;
  /** How many seats that map has; 0: none, or not known yet. */
  mapSeats: number;
  lanes: LaneDraft[];
  entry: Entry;
  challenge: Challenge;
  beacon: boolean;
  limits: LimitsDraft;
  /** For account-based entry: the URL of a JWKS, or the keys themselves. */
  keysFrom: 'address' | 'keys';
  jwksUrl: string;
  jwks: string;
  issuer: string;
  audience: string;
  policy: PolicyDraft;
  /** Fields of a reopened draft that the form does not show. */
  base: Record<string, unknown>;
}

export const MOST = {
  ...{ tickets: 1_000_000, rows: 500, seatsOfARow: 1_000, perFan: 50, pace: 100_000, ticketTypes: 12 },
  ...{ lanes: 8, laneWeight: 100, groupMax: 8 },
};

/** In minutes. */
const SECOND = 1 / 60;

/** Bounds of the policy's minutes and seconds, equal to the server's. */
export const policyBounds = {
  shopMinutes: { least: SECOND, most: 120, isWhole: false },
  holdMinutes: { least: SECOND, most: 60, isWhole: false },
  payMinutes: { least: SECOND, most: 60, isWhole: false },
  claimMinutes: { least: SECOND, most: 60, isWhole: false },
  idleMinutes: { least: SECOND, most: 60, isWhole: false },
  graceSeconds: { least: 1, most: 120, isWhole: true },
  groupMax: { least: 1, most: MOST.groupMax, isWhole: true },
  rampMinutes: { least: 0, most: 120, isWhole: false },
} as const;
export type BoundedField = keyof typeof policyBounds;

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

export function emptyTicket(key: number): TicketDraft {
  return {
    key,
    name: '',
    seated: false,
    ...{ price: '', fee: '', feeLabel: 'Service fee', tax: '', taxLabel: 'VAT', taxIncluded: true },
    ...{ min: '1', multiple: '1', capacity: '500', maxPerFan: '4' },
    ...{ section: 'Stalls', rows: '10', seatsPerRow: '20' },
    zones: [],
    mapSections: [],
    base: {},
    kept: null,
  };
}

export const emptyLane = (key: number): LaneDraft => ({
  key,
  laneKey: null,
  label: '',
  weight: '1',
  access: 'code',
});
const general: LaneDraft = { key: 1, laneKey: 'general', label: 'General', weight: '1', access: 'open' };

export const usualPolicy: PolicyDraft = {
  ...{ cap: null, perMinute: null },
  ...{ shopMinutes: '10', holdMinutes: '8', payMinutes: '10', claimMinutes: '10' },
  ...{ graceSeconds: '15', idleMinutes: '3', groupMax: '4', rampMinutes: '0' },
  handoff: 'once',
  disputedTickets: 'hold',
  warnedTickets: 'keep',
  stepUp: 'observe',
};

/** Opens tomorrow at ten in the given zone, with a half-hour waiting room before it. */
export function emptyDraft(now: number, timeZone: string): SaleDraft {
  const tomorrow = localIn(now + DAY, timeZone).slice(0, 10);
  const show = localIn(now + 31 * DAY, timeZone).slice(0, 10);
  return {
    ...{ name: '', show: '', venue: '', timeZone },
    startsAt: `${show}T20:00`,
    prequeueAt: `${tomorrow}T09:30`,
    opensAt: `${tomorrow}T10:00`,
    closesAt: '',
    ...{ slug: '', listed: true, transferable: true, currency: 'EUR' },
    tickets: [{ ...emptyTicket(1), name: 'Standing' }],
    seatMapId: null,
    mapSeats: 0,
    lanes: [general],
    ...{ entry: 'open', challenge: 'auto', beacon: false },
    limits: { by: [], across: 'sale', tour: '', perOrder: '' },
    ...{ keysFrom: 'address', jwksUrl: '', jwks: '', issuer: '', audience: '' },
    policy: usualPolicy,
    ...emptyLook,
    base: {},
  };
}

/** "Ärena Night!" → "arena-night": restricted to characters allowed in a slug. */
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

/** "Fan club" → "fan_club": the key of a lane in codes and reports. */
export function laneKeyOf({ laneKey, label, key }: LaneDraft): string {
  const made = slugFrom(label).replaceAll('-', '_').slice(0, 32);
  return laneKey ?? (/^[a-z]/.test(made) ? made : `lane_${key}`);
}

const GROUPED = /^\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+$/;

/** Parses a whole number within bounds, with or without thousands separators; null for anything else. */
export function wholeOf(typed: string, most: number, least = 1): number | null {
  const text = typed.trim();
  const digits = GROUPED.test(text) ? text.replace(/\D/g, '') : text;
  const value = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

/** Parses a policy number; null if unreadable or out of bounds. */
export function boundedOf(typed: string, field: BoundedField): number | null {
  const { least, most, isWhole } = policyBounds[field];
  const pattern = isWhole ? /^\d{1,4}$/ : /^\d{1,4}(?:[.,]\d{1,20})?$/;
  const value = pattern.test(typed.trim()) ? Number(typed.trim().replace(',', '.')) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

const percentOf = (typed: string): number | null =>
  /^\d{1,3}([.,]\d{1,3})?$/.test(typed) ? Number(typed.replace(',', '.')) : null;

/** Returns null if no fee was typed or it is unreadable. */
export function feeOf({ fee, feeLabel }: TicketDraft, currency: string): FeeTerms | null {
  const parts = fee.split('+').map((part) => part.trim());
  let [amount, percent]: [number | null, number | null] = [null, null];
  for (const part of parts) {
    const isPercent = part.endsWith('%');
    const value = isPercent ? percentOf(part.slice(0, -1).trim()) : parseMoney(part, currency);
    if (value === null || (isPercent ? percent : amount) !== null) return null;
    if (isPercent) percent = value;
    else amount = value;
  }
  return { label: feeLabel.trim() || 'Fee', amount, percent };
}

export function taxOf({ tax, taxLabel, taxIncluded }: TicketDraft): TaxTerms | null {
  const percent = percentOf(tax.replace('%', '').trim());
  return percent === null ? null : { label: taxLabel.trim() || 'Tax', percent, included: taxIncluded };
}

/** Returns what a fan pays for one ticket; null while the price is unreadable. */
export function fullPrice(ticket: TicketDraft, currency: string): number | null {
  const priceMinor = parseMoney(ticket.price, currency);
  return priceMinor === null
    ? null
    : fullPriceOf({ priceMinor, fee: feeOf(ticket, currency), tax: taxOf(ticket) }, currency);
}

/** Returns the number of tickets; null while it is unreadable. */
export function capacityOf(ticket: TicketDraft): number | null {
  if (ticket.kept) return ticket.kept.seats;
  if (!ticket.seated) return wholeOf(ticket.capacity, MOST.tickets);
  const [rows, seats] = [wholeOf(ticket.rows, MOST.rows), wholeOf(ticket.seatsPerRow, MOST.seatsOfARow)];
  return rows === null || seats === null ? null : rows * seats;
}

/** Sums the tickets of all types that can be parsed; the seats of a stored map count once, whoever sells them. */
export function totalOf({ tickets, seatMapId, mapSeats }: SaleDraft): number {
  const fromMap = (ticket: TicketDraft): boolean => ticket.seated && seatMapId !== null;
  const counted = tickets.reduce((sum, ticket) => sum + (fromMap(ticket) ? 0 : (capacityOf(ticket) ?? 0)), 0);
  return counted + (tickets.some(fromMap) ? mapSeats : 0);
}

/** What limits count by besides the place: identity only if the entry proves one. */
export const countedBy = ({ limits, entry }: Pick<SaleDraft, 'limits' | 'entry'>): LimitBy[] =>
  limits.by.filter((kind) => kind !== 'identity' || entry !== 'open');

/** Errors by field; ticket fields are named `tickets.<key>.<field>`, lane fields `lanes.<key>.<field>`. */
export type DraftErrors = FieldErrors;

/** The rule of the question at the turn as it applies: one that could ask nobody is off. */
export function stepUpOf(
  draft: Pick<SaleDraft, 'entry' | 'challenge'> & { policy: { stepUp: StepUpRule } },
): StepUpRule {
  return stepUpRulesFor(draft).includes(draft.policy.stepUp) ? draft.policy.stepUp : 'off';
}
