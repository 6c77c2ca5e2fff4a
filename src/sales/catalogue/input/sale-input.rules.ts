import type { SellerShape } from '../../../contract/sale/seller-shapes.js';
import { type BrandingColumns, brandingColumns } from '../branding.rules.js';
import type { SellerInput } from './seller-input.types.js';
import { ACCESSIBLE, PUBLIC } from '../../../contract/sale/channels.js';
import type { FieldError } from '../../../contract/errors.js';
import type { FeeTerms, TaxTerms } from '../../../contract/money/pricing.js';
import type { Admission } from '../../../contract/sale/sale-shapes.js';
import { isSharedKeySet } from '../../../contract/line/shared-key-sets.js';
import type { IdentityKeysInput, LaneInput, SaleInput } from './sale-input.types.js';
import type { PolicyInput, RampInput } from './policy-input.types.js';
import type { TicketTypeInput } from './ticket-type-input.types.js';
import { limitErrors, plannedLimits } from '../sale-limits.rules.js';
import { stepUpErrors } from '../step-up.rules.js';
import { readSeatMap } from '../../../inventory/seats/seat-map.rules.js';
import { stockErrors } from '../../../inventory/seats/stock-errors.rules.js';
import type { HouseMap, SeatMapResult } from '../../../inventory/inventory.types.js';
import { maxPerFanOf, priceErrors } from '../sale-price.rules.js';
import type { ChallengeMode, EntryMode, IdentityKeys } from '../../../queue/queue.types.js';
import type { LaneSetting, SaleLimits, SalePolicy } from '../../sales.types.js';

export const defaultPolicy: SalePolicy = {
  cap: 200,
  perMinute: 600,
  graceSeconds: 15,
  claimMinutes: 10,
  shopMinutes: 10,
  holdMinutes: 8,
  payMinutes: 10,
  idleMinutes: 3,
  groupMax: 4,
  handoff: 'once',
  stepUp: 'observe',
  threeDSecure: 'auto',
  disputedTickets: 'hold',
  warnedTickets: 'keep',
  ramp: null,
};
export const defaultLimits: SaleLimits = { by: ['place'], across: 'sale', tour: null, perOrder: null };
const DEFAULT_LANE: LaneSetting = { key: 'general', label: 'General', weight: 1, access: 'open' };

export interface PlannedTicketType {
  name: string;
  admission: Admission;
  priceMinor: number;
  fee: FeeTerms | null;
  tax: TaxTerms | null;
  maxPerFan: number;
  min: number;
  multiple: number;
  /** Where its stock begins. */
  channel: string;
  /** Units of general admission; null for seats and standing areas, whose capacity comes from the map. */
  capacity: number | null;
  sections: string[];
  zones: string[];
}

/** A validated sale with all defaults, before ids are assigned. */
export interface SalePlan {
  slug: string;
  name: string;
  currency: string;
  show: { name: string; venue: string; startsAt: Date; timeZone: string };
  prequeueAt: Date;
  opensAt: Date;
  closesAt: Date | null;
  challenge: ChallengeMode;
  entry: EntryMode;
  identityKeys: IdentityKeys | null;
  beacon: boolean;
  listed: boolean;
  transferable: boolean;
  seller: SellerShape | null;
  branding: BrandingColumns;
  lanes: LaneSetting[];
  policy: SalePolicy;
  limits: SaleLimits;
  ticketTypes: PlannedTicketType[];
  house: HouseMap | null;
  /** The stored map from which `house` was copied. */
  seatMapId: string | null;
}

export type PlanResult =
  | { kind: 'planned'; plan: SalePlan }
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'not_supported'; detail: string };

/**
 * Applies defaults and validates rules that span fields. Single fields were validated by the DTO.
 * @param stored the map named by `seatMapId`; null if there is none
 */
export function planSale(input: SaleInput, stored: HouseMap | null = null): PlanResult {
  const read = houseOf(input, stored);
  const house = read?.kind === 'map' ? read.house : null;
  const types = input.ticketTypes.map((type) => ({ ...stockTypeOf(plannedType(type)), capacity: type.capacity }));
  const policy = policyWith(defaultPolicy, input.policy ?? {});
  const errors = [
    ...timeErrors(input),
    ...priceErrors(input),
    ...typeChannelErrors(input),
    ...laneErrors(input.lanes ?? []),
    ...(read?.kind === 'invalid' ? read.errors : stockErrors(types, house)),
    ...identityErrors(input),
    ...limitErrors(input),
    ...rampErrors(input.policy ?? {}, policy),
    ...stepUpErrors(entryOf(input), policy),
  ];
  return errors.length > 0 ? { kind: 'invalid', errors } : { kind: 'planned', plan: planned(input, house) };
}

const entryOf = ({ challenge = 'auto', entry = 'open' }: SaleInput): Pick<SalePlan, 'challenge' | 'entry'> => ({
  challenge,
  entry: entry as EntryMode,
});

/** Returns null if no seller is named. */
export function sellerOf(input: SellerInput | null | undefined): SellerShape | null {
  if (!input) return null;
  const { name, address = null, email = null, refundRule = null } = input;
  const { termsUrl = null, privacyUrl = null, helpUrl = null } = input;
  return { name, address, email, refundRule, termsUrl, privacyUrl, helpUrl };
}

function planned(input: SaleInput, house: HouseMap | null): SalePlan {
  const { show } = input;
  const lanes = input.lanes ?? [DEFAULT_LANE];
  return {
    slug: input.slug,
    name: input.name,
    currency: input.currency,
    show: { name: show.name, venue: show.venue, startsAt: new Date(show.startsAt), timeZone: show.timeZone },
    prequeueAt: new Date(input.prequeueAt),
    opensAt: new Date(input.opensAt),
    closesAt: input.closesAt ? new Date(input.closesAt) : null,
    ...entryOf(input),
    identityKeys: input.entry === 'account' ? keysOf(input.identityKeys) : null,
    beacon: input.beacon ?? false,
    listed: input.listed ?? true,
    transferable: input.transferable ?? true,
    seller: sellerOf(input.seller),
    branding: brandingColumns(input.branding),
    lanes: lanes.map(({ key, label, weight, access }) => ({
      key,
      label,
      weight: weight ?? 1,
      access: access ?? 'open',
    })),
    policy: policyWith(defaultPolicy, input.policy ?? {}),
    limits: plannedLimits(input),
    ticketTypes: input.ticketTypes.map((type) => withSections(plannedType(type), house)),
    house,
    seatMapId: input.seatMapId ?? null,
  };
}

export function plannedType(type: TicketTypeInput): PlannedTicketType {
  const { name, admission, price, fee, tax } = type;
  return {
    name,
    admission,
    priceMinor: price,
    fee: fee ? { label: fee.label, amount: fee.amount ?? null, percent: fee.percent ?? null } : null,
    tax: tax ? { label: tax.label, percent: tax.percent, included: tax.included } : null,
    maxPerFan: maxPerFanOf(type),
    min: type.min ?? 1,
    multiple: type.multiple ?? 1,
    channel: type.channel ?? PUBLIC,
    capacity: admission === 'general' ? (type.capacity ?? null) : null,
    sections: type.sections ?? [],
    zones: type.zones ?? [],
  };
}

/** Returns the policy with the given fields changed. */
export function policyWith(policy: SalePolicy, input: PolicyInput): SalePolicy {
  return {
    cap: input.cap ?? policy.cap,
    perMinute: input.perMinute ?? policy.perMinute,
    graceSeconds: input.graceSeconds ?? policy.graceSeconds,
    claimMinutes: input.claimMinutes ?? policy.claimMinutes,
    shopMinutes: input.shopMinutes ?? policy.shopMinutes,
    holdMinutes: input.holdMinutes ?? policy.holdMinutes,
    payMinutes: input.payMinutes ?? policy.payMinutes,
    idleMinutes: input.idleMinutes ?? policy.idleMinutes,
    groupMax: input.groupMax ?? policy.groupMax,
    handoff: input.handoff ?? policy.handoff,
    stepUp: input.stepUp ?? policy.stepUp,
    threeDSecure: input.threeDSecure ?? policy.threeDSecure,
    disputedTickets: input.disputedTickets ?? policy.disputedTickets,
    warnedTickets: input.warnedTickets ?? policy.warnedTickets,
    ramp: input.ramp === undefined ? policy.ramp : rampOf(input.ramp, input.perMinute ?? policy.perMinute),
  };
}

/** Validates a ramp that a promoter gives, against the rate that it leads to. */
export function* rampErrors(
  { ramp }: PolicyInput,
  { perMinute }: Pick<SalePolicy, 'perMinute'>,
): Generator<FieldError> {
  if ((ramp?.fromPerMinute ?? 0) > perMinute)
    yield { field: 'policy.ramp.fromPerMinute', message: 'must not exceed perMinute' };
}

function rampOf(input: RampInput | null, perMinute: number): SalePolicy['ramp'] {
  if (input === null) return null;
  return { minutes: input.minutes, fromPerMinute: input.fromPerMinute ?? Math.max(1, Math.round(perMinute / 10)) };
}

/** Validates the order of a sale's three times, each already a valid instant. Past times are allowed. */
export function timeErrors(times: { prequeueAt: string; opensAt: string; closesAt?: string | null }): FieldError[] {
  const opensAt = Date.parse(times.opensAt);
  const errors: FieldError[] = [];
  if (Date.parse(times.prequeueAt) > opensAt)
    errors.push({ field: 'prequeueAt', message: 'must not be after opensAt' });
  if (times.closesAt && Date.parse(times.closesAt) <= opensAt)
    errors.push({ field: 'closesAt', message: 'must be after opensAt' });
  return errors;
}

function keysOf(input: IdentityKeysInput | undefined): IdentityKeys {
  return {
    jwksUrl: input?.jwksUrl ?? null,
    keys: input?.keys ?? null,
    issuer: input?.issuer ?? null,
    audience: input?.audience ?? null,
  };
}

/** Wheelchair places find their channel by the map; no ticket type begins there. */
function* typeChannelErrors({ ticketTypes }: SaleInput): Generator<FieldError> {
  for (const [index, { channel }] of ticketTypes.entries())
    if (channel === ACCESSIBLE)
      yield { field: `ticketTypes.${index}.channel`, message: 'is filled with the wheelchair places of the seat map' };
}

/** Requires public keys, because a private or shared key in a sale would leak a secret; and an audience of shared ones. */
function* identityErrors({ entry, identityKeys }: SaleInput): Generator<FieldError> {
  const field = 'identityKeys';
  if (entry !== 'account') {
    if (identityKeys) yield { field, message: 'belong to the entry account only' };
    return;
  }
  const { jwksUrl, keys, audience } = identityKeys ?? {};
  if ((jwksUrl === undefined) === (keys === undefined))
    yield { field, message: 'must have either an address (jwksUrl) or keys' };
  if (jwksUrl !== undefined && audience === undefined && isSharedKeySet(jwksUrl))
    yield { field: `${field}.audience`, message: 'is required: these keys sign tokens for other programs as well' };
  for (const key of keys ?? [])
    if (!['OKP', 'EC', 'RSA'].includes(String(key['kty'])) || 'd' in key || 'k' in key)
      yield { field: `${field}.keys`, message: 'must be public keys of the kind OKP, EC or RSA' };
}

function laneErrors(lanes: readonly LaneInput[]): FieldError[] {
  const keys = lanes.map(({ key }) => key);
  return new Set(keys).size === keys.length ? [] : [{ field: 'lanes', message: 'must each have a key of their own' }];
}

/** Returns the house of the input: its own map, or the stored one it refers to. */
function houseOf({ seatMap, seatMapId }: SaleInput, stored: HouseMap | null): SeatMapResult | null {
  const wrong = (message: string): SeatMapResult => ({ kind: 'invalid', errors: [{ field: 'seatMapId', message }] });
  if (seatMapId && seatMap) return wrong('must not be given together with seatMap');
  if (seatMapId) return stored ? { kind: 'map', house: stored } : wrong('there is no such seat map');
  return seatMap ? readSeatMap(seatMap) : null;
}

/** Adds the sections in which a ticket type has seats, also if it names only zones. */
function withSections(type: PlannedTicketType, house: HouseMap | null): PlannedTicketType {
  if (type.sections.length > 0 || type.zones.length === 0 || !house) return type;
  const own = house.seats.filter(({ zone }) => zone !== null && type.zones.includes(zone));
  return { ...type, sections: [...new Set(own.map(({ section }) => section))] };
}

/** Converts a ticket type for the stock rules. */
export const stockTypeOf = (
  type: Pick<PlannedTicketType, 'admission' | 'capacity' | 'sections' | 'zones' | 'channel'>,
) => ({
  admission: type.admission,
  capacity: type.capacity ?? undefined,
  sections: type.sections,
  zones: type.zones,
  channel: type.channel,
});
