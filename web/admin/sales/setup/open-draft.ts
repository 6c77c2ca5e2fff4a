import { decimalOf } from '../../../../src/contract/money/money.js';
import type { FeeTerms, TaxTerms } from '../../../../src/contract/money/pricing.js';
import type { LaneAccess } from '../../../../src/contract/sale/sale-shapes.js';
import type { HandoffRule } from '../../../../src/contract/line/handoff-rule.js';
import type { StepUpRule } from '../../../../src/contract/line/step-up.js';
import { suggestedPace } from './pace.js';
import {
  type BoundedField,
  type Challenge,
  emptyDraft,
  emptyLane,
  emptyTicket,
  type Entry,
  type LaneDraft,
  limitKinds,
  policyBounds,
  type SaleDraft,
  type TicketDraft,
  totalOf,
} from './sale-draft.js';
import { type BrandingBody, lookDraft, type SellerBody } from './look-draft.js';
import { localIn } from './zone-time.js';

interface Section {
  key: string;
  label: string;
  rows?: { label: string; seats: unknown }[];
}
interface TicketBody {
  name?: string;
  admission?: string;
  price?: number;
  fee?: FeeTerms | null;
  tax?: TaxTerms | null;
  min?: number;
  multiple?: number;
  maxPerFan?: number;
  capacity?: number;
  sections?: string[];
  zones?: string[];
}
export interface SaleBody {
  slug?: string;
  name?: string;
  currency?: string;
  show?: { name?: string; venue?: string; startsAt?: string; timeZone?: string };
  prequeueAt?: string;
  opensAt?: string;
  closesAt?: string | null;
  challenge?: Challenge;
  beacon?: boolean;
  entry?: Entry;
  listed?: boolean;
  transferable?: boolean;
  limits?: { by?: string[]; across?: 'sale' | 'tour'; tour?: string | null; perOrder?: number | null };
  identityKeys?: { jwksUrl?: string; keys?: unknown[]; issuer?: string; audience?: string };
  lanes?: { key: string; label?: string; weight?: number; access?: LaneAccess }[];
  seatMap?: { sections?: Section[] } | null;
  seatMapId?: string | null;
  ticketTypes?: TicketBody[];
  seller?: SellerBody | null;
  branding?: BrandingBody | null;
  policy?: Partial<Record<Exclude<BoundedField, 'rampMinutes'> | 'cap' | 'perMinute', number>> & {
    ramp?: { minutes: number } | null;
    handoff?: HandoffRule;
    disputedTickets?: SaleDraft['policy']['disputedTickets'];
    warnedTickets?: SaleDraft['policy']['warnedTickets'];
    stepUp?: StepUpRule;
  };
}

/** Opens a stored sale in the form; fields the form does not show are kept and saved unchanged. */
export function draftOf(body: SaleBody, nowMs: number): SaleDraft {
  const timeZone = body.show?.timeZone ?? 'UTC';
  const empty = emptyDraft(nowMs, timeZone);
  const local = (at: string | null | undefined, otherwise: string): string =>
    at ? localIn(Date.parse(at), timeZone) : otherwise;
  const currency = body.currency ?? empty.currency;
  const keys = body.identityKeys;
  const draft = {
    ...empty,
    name: body.name ?? '',
    show: body.show?.name ?? '',
    venue: body.show?.venue ?? '',
    startsAt: local(body.show?.startsAt, empty.startsAt),
    prequeueAt: local(body.prequeueAt, empty.prequeueAt),
    opensAt: local(body.opensAt, empty.opensAt),
    closesAt: local(body.closesAt, ''),
    slug: body.slug ?? '',
    listed: body.listed ?? true,
    transferable: body.transferable ?? true,
    currency,
    tickets: ticketsOf(body, currency),
    seatMapId: body.seatMapId ?? null,
    lanes: lanesOf(body, empty.lanes),
    challenge: body.challenge ?? empty.challenge,
    beacon: body.beacon ?? false,
    entry: body.entry ?? empty.entry,
    limits: limitsOf(body),
    keysFrom: keys?.keys ? ('keys' as const) : ('address' as const),
    jwksUrl: keys?.jwksUrl ?? '',
    jwks: keys?.keys ? JSON.stringify({ keys: keys.keys }, null, 2) : '',
    issuer: keys?.issuer ?? '',
    audience: keys?.audience ?? '',
    ...lookDraft(body.seller, body.branding),
    base: { ...body },
  };
  return { ...draft, policy: policyOf(body, draft) };
}

function policyOf({ policy = {} }: SaleBody, draft: SaleDraft): SaleDraft['policy'] {
  const suggested = suggestedPace(totalOf(draft));
  const own = (field: 'cap' | 'perMinute'): string | null =>
    policy[field] === undefined || policy[field] === suggested[field] ? null : String(policy[field]);
  const bounded = (Object.keys(policyBounds) as BoundedField[]).map((field) => {
    const value = field === 'rampMinutes' ? policy.ramp?.minutes : policy[field];
    return [field, value === undefined ? draft.policy[field] : String(value)] as const;
  });
  const { handoff = draft.policy.handoff, stepUp = draft.policy.stepUp } = policy;
  const { disputedTickets = draft.policy.disputedTickets, warnedTickets = draft.policy.warnedTickets } = policy;
  const rules = { handoff, stepUp, disputedTickets, warnedTickets };
  return { ...draft.policy, ...Object.fromEntries(bounded), ...rules, cap: own('cap'), perMinute: own('perMinute') };
}

const limitsOf = ({ limits }: SaleBody): SaleDraft['limits'] => ({
  by: limitKinds.filter((kind) => limits?.by?.includes(kind)),
  across: limits?.across ?? 'sale',
  tour: limits?.tour ?? '',
  perOrder: String(limits?.perOrder ?? ''),
});

const lanesOf = ({ lanes }: SaleBody, otherwise: LaneDraft[]): LaneDraft[] =>
  lanes?.map(({ key, label, weight, access }, index) => ({
    ...emptyLane(index + 1),
    laneKey: key,
    label: label ?? key,
    weight: String(weight ?? 1),
    access: access ?? 'open',
  })) ?? otherwise;

function ticketsOf({ ticketTypes = [], seatMap, seatMapId }: SaleBody, currency: string): TicketDraft[] {
  const sections = seatMap?.sections ?? [];
  const drawn =
    Boolean(seatMapId) ||
    ticketTypes.every(({ admission, sections: keys = [] }) => {
      const [only] = keys;
      return admission !== 'reserved' || (keys.length === 1 && isRectangle(sections.find(({ key }) => key === only)));
    });
  const fromMap = Boolean(seatMapId);
  return ticketTypes.map((type, index) => ticketOf(type, index + 1, currency, sections, { drawn, fromMap }));
}

function ticketOf(
  type: TicketBody,
  key: number,
  currency: string,
  sections: Section[],
  { drawn, fromMap }: { drawn: boolean; fromMap: boolean },
): TicketDraft {
  const empty = emptyTicket(key);
  const own = sections.filter((section) => type.sections?.includes(section.key));
  const seats = own.reduce((sum, { rows = [] }) => sum + rows.reduce((all, row) => all + seatsOf(row.seats), 0), 0);
  const amount = (minor: number | null | undefined): string =>
    minor === null || minor === undefined ? '' : decimalOf({ amount: minor, currency });
  const text = (n: number | undefined, otherwise: string): string => (n === undefined ? otherwise : String(n));
  const { fee, tax } = type;
  const feeParts = fee ? [amount(fee.amount), fee.percent === null ? '' : `${fee.percent}%`] : [];
  return {
    ...empty,
    name: type.name ?? '',
    seated: type.admission === 'reserved',
    price: amount(type.price),
    fee: feeParts.filter((part) => part !== '').join(' + '),
    feeLabel: fee?.label ?? empty.feeLabel,
    tax: tax ? String(tax.percent) : '',
    taxLabel: tax?.label ?? empty.taxLabel,
    taxIncluded: tax?.included ?? empty.taxIncluded,
    min: text(type.min, empty.min),
    multiple: text(type.multiple, empty.multiple),
    capacity: text(type.capacity, empty.capacity),
    maxPerFan: text(type.maxPerFan, empty.maxPerFan),
    section: own[0]?.label ?? empty.section,
    rows: text(own[0]?.rows?.length, empty.rows),
    seatsPerRow: own[0] ? String(seatsOf(own[0].rows?.[0]?.seats)) : empty.seatsPerRow,
    zones: type.zones ?? [],
    mapSections: fromMap && !type.zones?.length ? (type.sections ?? []) : [],
    base: { ...type },
    kept:
      type.admission === 'reserved' && !drawn
        ? { sections: type.sections ?? [], zones: type.zones ?? [], seats }
        : null,
  };
}

/** Whether the form can draw the section: rows 1, 2, 3 … of equal length. */
function isRectangle(section: Section | undefined): boolean {
  const first = section?.rows?.[0]?.seats;
  return (
    section?.rows !== undefined &&
    typeof first === 'number' &&
    section.rows.every(({ label, seats }, index) => label === String(index + 1) && seats === first)
  );
}

const seatsOf = (seats: unknown): number =>
  typeof seats === 'number' ? seats : Array.isArray(seats) ? seats.length : 0;
