import { JSONSchema } from 'class-validator-jsonschema';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { CHANNEL_KEY } from '../../contract/channels.js';
import { LANE_KEY } from '../../contract/lanes.js';
import { HandoffRule } from '../../contract/handoff-rule.js';
import type { Admission, LaneAccess } from '../../contract/shapes.js';
import { PlainText } from '../../platform/http/plain-text.js';
import type { ChallengeMode } from '../../queue/queue.types.js';
import { OrNull } from '../../platform/problem/nulls.js';
import { BrandingInput } from './branding-input.types.js';
import { SellerInput } from './seller-input.types.js';

/** Bounds of a sale. Each limits something stored, sent or iterated per unit. */
export const bounds = {
  ticketTypes: 12,
  lanes: 8,
  sections: 500,
  zones: 50,
  capacity: 1_000_000,
  /** Units of one hold, and thus of one fan's purchase. */
  maxPerFan: 50,
  labelCharacters: 60,
  groupMax: 8,
  cap: 100_000,
  perMinute: 100_000,
  laneWeight: 100,
  noticeCharacters: 500,
} as const;

const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])$/;
const SEAT_MAP_ID = /^map_[a-z0-9]{1,26}$/;
const CURRENCY = /^[A-Z]{3}$/;
/**
 * RFC 3339 as parsed by Date; ISO 8601 also allows weeks, ordinal days and commas. The offset is required: a local time
 * would depend on the server.
 */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export function Instant(): PropertyDecorator {
  return (target, key) => {
    IsISO8601({ strict: true, strictSeparator: true })(target, key);
    Matches(RFC_3339, { message: 'must be a time such as 2027-05-01T18:00:00Z, with Z or an offset such as +02:00' })(
      target,
      key,
    );
  };
}

export class ShowInput {
  @PlainText(120)
  name: string;
  @PlainText(120)
  venue: string;
  @Instant()
  startsAt: string;
  @IsTimeZone()
  timeZone: string;
}

export class LaneInput {
  @Matches(LANE_KEY)
  key: string;
  @PlainText(60)
  label: string;
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.laneWeight)
  weight?: number;
  @IsOptional()
  @IsIn(['open', 'code', 'invite'])
  access?: LaneAccess;
}

const PERCENT = { maxDecimalPlaces: 3 } as const;

/** A fee added to each ticket's price: an amount, a percentage of the price, or both. */
export class FeeInput {
  @PlainText(bounds.labelCharacters)
  label: string;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  amount?: number | null;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsNumber(PERCENT)
  @Min(0)
  @Max(100)
  percent?: number | null;
}

/** A tax on price and fee: included in the price, or added to it. */
export class TaxInput {
  @PlainText(bounds.labelCharacters)
  label: string;
  @IsNumber(PERCENT)
  @Min(0)
  @Max(100)
  percent: number;
  @IsBoolean()
  included: boolean;
}

export class TicketTypeInput {
  @PlainText(60)
  name: string;
  @IsIn(['general', 'reserved'])
  admission: Admission;
  /**
   * In minor units of the sale's currency; 0 is a free ticket. Currency-specific bounds are checked with the whole
   * sale.
   */
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  price: number;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsObject()
  @ValidateNested()
  @Type(() => FeeInput)
  fee?: FeeInput | null;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsObject()
  @ValidateNested()
  @Type(() => TaxInput)
  tax?: TaxInput | null;
  /** Smallest quantity per hold. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.maxPerFan)
  min?: number;
  /** A hold's quantity must be a multiple of it, such as 2 for pairs. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.maxPerFan)
  multiple?: number;
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.capacity)
  capacity?: number;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.sections)
  @IsString({ each: true })
  @ArrayUnique()
  sections?: string[];
  /** Zones sold, within its sections or, without sections, the whole house. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.zones)
  @IsString({ each: true })
  @ArrayUnique()
  zones?: string[];
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.maxPerFan)
  maxPerFan?: number;
  @JSONSchema({ description: 'The channel that its stock begins in. Left out: public, which sells to everybody.' })
  @IsOptional()
  @Matches(CHANNEL_KEY, { message: 'must be lower-case letters, digits, hyphens and underscores' })
  channel?: string;
}

/** A second. Any fraction of a minute is allowed, so that a rehearsal can be short. */
const SHORTEST_MINUTES = 1 / 60;

/** A rate that rises evenly after the opening. */
export class RampInput {
  @JSONSchema({ description: 'Minutes from the draw until `perMinute` is reached.' })
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(120)
  minutes: number;
  @JSONSchema({ description: 'Rate at the opening. Left out: a tenth of `perMinute`.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.perMinute)
  fromPerMinute?: number;
}

export class PolicyInput {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.cap)
  cap?: number;
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.perMinute)
  perMinute?: number;
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(120)
  graceSeconds?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(60)
  claimMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(120)
  shopMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(60)
  holdMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(60)
  payMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(60)
  idleMinutes?: number;
  @JSONSchema({ description: 'How many friends may share a number and a basket of as many limits; 1 for no groups.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.groupMax)
  groupMax?: number;
  @JSONSchema({ description: 'Whether a place may move to another device: never, until the draw, or once.' })
  @IsOptional()
  @IsIn(HandoffRule.enum)
  handoff?: HandoffRule;
  @JSONSchema({ description: 'any: every card is authenticated by its bank; auto: where bank or provider ask for it.' })
  @IsOptional()
  @IsIn(['auto', 'any'])
  threeDSecure?: 'auto' | 'any';
  @JSONSchema({ description: 'How the rate rises after the opening; null: at once.', nullable: true })
  @OrNull()
  @IsObject()
  @ValidateNested()
  @Type(() => RampInput)
  ramp?: RampInput | null;
}

export class LimitsInput {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(4)
  @IsIn(['place', 'identity', 'email', 'card'], { each: true })
  @ArrayUnique()
  by?: string[];
  @IsOptional()
  @IsIn(['sale', 'tour'])
  across?: string;
  @JSONSchema({ description: 'Sales with the same tour count together. Left out: the name of the show.' })
  @IsOptional()
  @Matches(/^[\p{L}\p{N}][\p{L}\p{N}-]{0,59}$/u, { message: 'must be letters, digits and hyphens' })
  tour?: string;
}

/** Where to verify the promoter's own signed identity tokens: keys at a URL, or given here. */
export class IdentityKeysInput {
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @MaxLength(2_048)
  jwksUrl?: string;
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  keys?: Record<string, unknown>[];
  @IsOptional()
  @PlainText(255)
  issuer?: string;
  @IsOptional()
  @PlainText(255)
  audience?: string;
}

/** Accepts the short forms too: the address of a JWKS by itself, or the bare list of keys. */
function identityKeysOf({ obj, value }: { obj: { identityKeys?: unknown }; value: unknown }): unknown {
  const given = obj.identityKeys;
  if (typeof given === 'string') return plainToInstance(IdentityKeysInput, { jwksUrl: given });
  return Array.isArray(given) ? plainToInstance(IdentityKeysInput, { keys: given }) : value;
}

/** The body of POST /v1/admin/sales. */
export class SaleInput {
  @Matches(SLUG, { message: 'must be 3 to 60 lower-case letters, digits and hyphens' })
  slug: string;
  @PlainText(120)
  name: string;
  @Matches(CURRENCY, { message: 'must be three capital letters, such as EUR' })
  currency: string;
  @IsObject()
  @ValidateNested()
  @Type(() => ShowInput)
  show: ShowInput;
  @Instant()
  prequeueAt: string;
  @Instant()
  opensAt: string;
  @JSONSchema({ nullable: true })
  @OrNull()
  @Instant()
  closesAt?: string | null;
  @IsOptional()
  @IsIn(['off', 'observe', 'auto', 'on'])
  challenge?: ChallengeMode;
  @IsOptional()
  @IsIn(['open', 'email', 'account', 'card'])
  entry?: string;
  @JSONSchema((schema) => ({
    oneOf: [
      schema,
      { type: 'string', format: 'uri', description: 'The address of a JWKS.' },
      { type: 'array', items: { type: 'object' }, minItems: 1, maxItems: 10 },
    ],
  }))
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Transform(identityKeysOf)
  @Type(() => IdentityKeysInput)
  identityKeys?: IdentityKeysInput;
  @IsOptional()
  @IsBoolean()
  beacon?: boolean;
  @IsOptional()
  @IsBoolean()
  listed?: boolean;
  @IsOptional()
  @IsBoolean()
  transferable?: boolean;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SellerInput)
  seller?: SellerInput;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BrandingInput)
  branding?: BrandingInput;
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(bounds.lanes)
  @ValidateNested({ each: true })
  @Type(() => LaneInput)
  lanes?: LaneInput[];
  /** Validated with the whole sale: a decorator for each of 60,000 seats would take seconds. */
  @JSONSchema({ description: 'The short form or the long one: docs/seat-map.md.', nullable: true })
  @OrNull()
  @IsObject()
  seatMap?: object | null;
  @JSONSchema({ description: 'A stored map, which the sale copies, instead of one of its own.', nullable: true })
  @OrNull()
  @Matches(SEAT_MAP_ID)
  seatMapId?: string | null;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(bounds.ticketTypes)
  @ValidateNested({ each: true })
  @Type(() => TicketTypeInput)
  ticketTypes: TicketTypeInput[];
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PolicyInput)
  policy?: PolicyInput;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LimitsInput)
  limits?: LimitsInput;
}

/** The body of PATCH /v1/admin/sales/{id}: fields that may change after creation. */
export class SaleChangeInput {
  @IsOptional()
  @PlainText(120)
  name?: string;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ShowInput)
  show?: ShowInput;
  @IsOptional()
  @Instant()
  prequeueAt?: string;
  @IsOptional()
  @Instant()
  opensAt?: string;
  @JSONSchema({ nullable: true })
  @OrNull()
  @Instant()
  closesAt?: string | null;
  @IsOptional()
  @IsBoolean()
  listed?: boolean;
  @IsOptional()
  @IsBoolean()
  transferable?: boolean;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsObject()
  @ValidateNested()
  @Type(() => SellerInput)
  seller?: SellerInput | null;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsObject()
  @ValidateNested()
  @Type(() => BrandingInput)
  branding?: BrandingInput | null;
}

export class LaneWeightInput {
  @Matches(LANE_KEY)
  key: string;
  @IsInt()
  @Min(1)
  @Max(bounds.laneWeight)
  weight: number;
}

/** The body of PUT /v1/admin/sales/{id}/policy; omitted fields keep their value. */
export class PolicyChangeInput extends PolicyInput {
  /** Expected current version; a mismatch is a conflict. Omitted: any version. */
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.lanes)
  @ValidateNested({ each: true })
  @Type(() => LaneWeightInput)
  lanes?: LaneWeightInput[];
}
