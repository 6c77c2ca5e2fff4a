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
  IsObject,
  IsOptional,
  IsTimeZone,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { LANE_KEY } from '../../../contract/sale/lanes.js';
import type { LaneAccess } from '../../../contract/sale/sale-shapes.js';
import { PlainText } from '../../../platform/http/plain-text.js';
import type { ChallengeMode } from '../../../queue/queue.types.js';
import { ReadVersion } from '../../../platform/versions.js';
import { OrNull } from '../../../platform/problem/nulls.js';
import { BrandingInput } from './branding-input.types.js';
import { PolicyInput } from './policy-input.types.js';
import { bounds, Instant } from './sale-bounds.types.js';
import { SellerInput } from './seller-input.types.js';
import { TicketTypeInput } from './ticket-type-input.types.js';

const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])$/;
const SEAT_MAP_ID = /^map_[a-z0-9]{1,26}$/;
const CURRENCY = /^[A-Z]{3}$/;
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
  @JSONSchema({
    description: 'Most tickets of one order, of all types together. Left out: each type’s own limit alone.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.maxPerFan)
  perOrder?: number;
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

/** The body of PUT /v1/admin/sales/{id}. */
export class DraftInput extends SaleInput {
  /** Of the sale, as answered; another one is a conflict. Left out: any. */
  @ReadVersion()
  version?: string;
}

/** The body of PATCH /v1/admin/sales/{id}: fields that may change after creation. */
export class SaleChangeInput {
  /** Of the sale, as answered; another one is a conflict. Left out: any. */
  @ReadVersion()
  version?: string;
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
