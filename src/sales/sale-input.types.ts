import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
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
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Admission, LaneAccess } from '../contract/shapes.js';
import { PlainText } from './plain-text.js';
import type { ChallengeMode } from './sales.types.js';

/** Bounds of a sale. Each is there because something is kept, sent or walked through once for every unit of it. */
export const bounds = {
  ticketTypes: 12,
  lanes: 8,
  seats: 100_000,
  sections: 200,
  rowsOfASection: 500,
  seatsOfARow: 1_000,
  capacity: 1_000_000,
  /** What one hold may carry, and so what one fan may buy. */
  maxPerFan: 50,
  priceMinor: 99_999_999,
  cap: 100_000,
  perMinute: 100_000,
  laneWeight: 100,
  noticeCharacters: 500,
} as const;

const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])$/;
const LANE_KEY = /^[a-z][a-z0-9_]{0,31}$/;
const SECTION_KEY = /^[A-Za-z0-9]{1,16}$/;
const CURRENCY = /^[A-Z]{3}$/;
/** RFC 3339, which Date can read; ISO 8601 has weeks, ordinal days and commas too. The offset is said: a local time would mean something else on another server. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

function Instant(): PropertyDecorator {
  return (target, key) => {
    IsISO8601({ strict: true, strictSeparator: true })(target, key);
    Matches(RFC_3339, { message: 'must be a time such as 2027-05-01T18:00:00Z, with Z or an offset such as +02:00' })(
      target,
      key,
    );
  };
}

export class ShowInput {
  @ApiProperty({ maxLength: 120 })
  @PlainText(120)
  name: string;
  @ApiProperty({ maxLength: 120 })
  @PlainText(120)
  venue: string;
  @ApiProperty({ format: 'date-time' })
  @Instant()
  startsAt: string;
  @ApiProperty({ example: 'Europe/Berlin' })
  @IsTimeZone()
  timeZone: string;
}

export class LaneInput {
  @ApiProperty({ pattern: LANE_KEY.source })
  @Matches(LANE_KEY)
  key: string;
  @ApiProperty()
  @PlainText(60)
  label: string;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: bounds.laneWeight, default: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.laneWeight)
  weight?: number;
  @ApiPropertyOptional({ enum: ['open', 'code', 'invite'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'code', 'invite'])
  access?: LaneAccess;
}

export class SeatRowInput {
  @ApiProperty({ pattern: SECTION_KEY.source })
  @Matches(SECTION_KEY)
  label: string;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: bounds.seatsOfARow })
  @IsInt()
  @Min(1)
  @Max(bounds.seatsOfARow)
  seats: number;
}

export class SectionInput {
  @ApiProperty({ pattern: SECTION_KEY.source })
  @Matches(SECTION_KEY)
  key: string;
  @ApiProperty()
  @PlainText(60)
  label: string;
  @ApiProperty({ type: [SeatRowInput] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(bounds.rowsOfASection)
  @ValidateNested({ each: true })
  @Type(() => SeatRowInput)
  rows: SeatRowInput[];
}

/** The short form: sections, rows and how many seats each row has. */
export class SeatMapInput {
  @ApiProperty({ type: [SectionInput] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(bounds.sections)
  @ValidateNested({ each: true })
  @Type(() => SectionInput)
  sections: SectionInput[];
}

export class TicketTypeInput {
  @ApiProperty()
  @PlainText(60)
  name: string;
  @ApiProperty({ enum: ['general', 'reserved'] })
  @IsIn(['general', 'reserved'])
  admission: Admission;
  /** Minor units of the sale's currency. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: bounds.priceMinor })
  @IsInt()
  @Min(1)
  @Max(bounds.priceMinor)
  price: number;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: bounds.capacity })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.capacity)
  capacity?: number;
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.sections)
  @IsString({ each: true })
  @ArrayUnique()
  sections?: string[];
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: bounds.maxPerFan, default: 4 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.maxPerFan)
  maxPerFan?: number;
}

const NUMBER = { maxDecimalPlaces: 2 } as const;
/** Minutes may have a fraction, so that a rehearsal can be short. */
const SHORTEST_MINUTES = 0.05;

export class PolicyInput {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: bounds.cap })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.cap)
  cap?: number;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: bounds.perMinute })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.perMinute)
  perMinute?: number;
  @ApiPropertyOptional({ type: 'integer', minimum: 2, maximum: 120 })
  @IsOptional()
  @IsInt()
  @Min(2)
  @Max(120)
  graceSeconds?: number;
  @ApiPropertyOptional({ minimum: SHORTEST_MINUTES })
  @IsOptional()
  @IsNumber(NUMBER)
  @Min(SHORTEST_MINUTES)
  @Max(60)
  claimMinutes?: number;
  @ApiPropertyOptional({ minimum: SHORTEST_MINUTES })
  @IsOptional()
  @IsNumber(NUMBER)
  @Min(SHORTEST_MINUTES)
  @Max(120)
  shopMinutes?: number;
  @ApiPropertyOptional({ minimum: SHORTEST_MINUTES })
  @IsOptional()
  @IsNumber(NUMBER)
  @Min(SHORTEST_MINUTES)
  @Max(60)
  holdMinutes?: number;
  @ApiPropertyOptional({ minimum: SHORTEST_MINUTES })
  @IsOptional()
  @IsNumber(NUMBER)
  @Min(SHORTEST_MINUTES)
  @Max(60)
  payMinutes?: number;
  @ApiPropertyOptional({ minimum: SHORTEST_MINUTES })
  @IsOptional()
  @IsNumber(NUMBER)
  @Min(SHORTEST_MINUTES)
  @Max(60)
  idleMinutes?: number;
  @ApiPropertyOptional({ type: Object, nullable: true, description: 'Only null is offered.' })
  @IsOptional()
  @IsObject()
  ramp?: object | null;
}

export class LimitsInput {
  @ApiPropertyOptional({ type: [String], example: ['place'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(4)
  @IsIn(['place', 'identity', 'email', 'card'], { each: true })
  @ArrayUnique()
  by?: string[];
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['sale', 'tour'])
  across?: string;
}

/** The body of POST /v1/admin/sales. */
export class SaleInput {
  @ApiProperty({ pattern: SLUG.source })
  @Matches(SLUG, { message: 'must be 3 to 60 lower-case letters, digits and hyphens' })
  slug: string;
  @ApiProperty()
  @PlainText(120)
  name: string;
  @ApiProperty({ pattern: CURRENCY.source, example: 'EUR' })
  @Matches(CURRENCY, { message: 'must be three capital letters, such as EUR' })
  currency: string;
  @ApiProperty({ type: ShowInput })
  @IsObject()
  @ValidateNested()
  @Type(() => ShowInput)
  show: ShowInput;
  @ApiProperty({ format: 'date-time' })
  @Instant()
  prequeueAt: string;
  @ApiProperty({ format: 'date-time' })
  @Instant()
  opensAt: string;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  @IsOptional()
  @Instant()
  closesAt?: string | null;
  @ApiPropertyOptional({ enum: ['off', 'auto', 'on'], default: 'auto' })
  @IsOptional()
  @IsIn(['off', 'auto', 'on'])
  challenge?: ChallengeMode;
  @ApiPropertyOptional({ enum: ['open', 'email', 'account', 'card'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'email', 'account', 'card'])
  entry?: string;
  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  beacon?: boolean;
  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  listed?: boolean;
  @ApiPropertyOptional({ type: [LaneInput] })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(bounds.lanes)
  @ValidateNested({ each: true })
  @Type(() => LaneInput)
  lanes?: LaneInput[];
  @ApiPropertyOptional({ type: SeatMapInput, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SeatMapInput)
  seatMap?: SeatMapInput | null;
  @ApiProperty({ type: [TicketTypeInput] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(bounds.ticketTypes)
  @ValidateNested({ each: true })
  @Type(() => TicketTypeInput)
  ticketTypes: TicketTypeInput[];
  @ApiPropertyOptional({ type: PolicyInput })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PolicyInput)
  policy?: PolicyInput;
  @ApiPropertyOptional({ type: LimitsInput })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LimitsInput)
  limits?: LimitsInput;
}

/** The body of PATCH /v1/admin/sales/{id}: what may change after the sale was made. */
export class SaleChangeInput {
  @ApiPropertyOptional()
  @IsOptional()
  @PlainText(120)
  name?: string;
  @ApiPropertyOptional({ type: ShowInput })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ShowInput)
  show?: ShowInput;
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @Instant()
  prequeueAt?: string;
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @Instant()
  opensAt?: string;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  @IsOptional()
  @Instant()
  closesAt?: string | null;
  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  listed?: boolean;
}

export class LaneWeightInput {
  @ApiProperty({ pattern: LANE_KEY.source })
  @Matches(LANE_KEY)
  key: string;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: bounds.laneWeight })
  @IsInt()
  @Min(1)
  @Max(bounds.laneWeight)
  weight: number;
}

/** The body of PUT /v1/admin/sales/{id}/policy: what is left out stays. */
export class PolicyChangeInput extends PolicyInput {
  /** The version that was looked at; another one in the meantime is a conflict. Left out: whatever it is. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number;
  @ApiPropertyOptional({ type: [LaneWeightInput] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.lanes)
  @ValidateNested({ each: true })
  @Type(() => LaneWeightInput)
  lanes?: LaneWeightInput[];
}

/** The body of PUT /v1/admin/sales/{id}/notice: null takes the notice away. */
export class NoticeInput {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: bounds.noticeCharacters })
  @IsOptional()
  @PlainText(bounds.noticeCharacters)
  text?: string | null;
}
