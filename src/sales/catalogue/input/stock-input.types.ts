import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PlainText } from '../../../platform/http/plain-text.js';
import { CHANNEL_KEY } from '../../../contract/sale/channels.js';
import { LANE_KEY } from '../../../contract/sale/lanes.js';
import { bounds, Instant } from './sale-bounds.types.js';
import { ReadVersion } from '../../../platform/versions.js';
import { OrNull } from '../../../platform/problem/nulls.js';

/** Seats moved per change: one script call, a few milliseconds of Redis. */
const MAX_SEATS_PER_CHANGE = 2_000;
const MAX_CHANNELS = 20;
const MAX_ALLOCATIONS = 50;
/** Seats of a channel as an answer lists them; most of them do not move. */
const MAX_SEATS_LISTED = 10_000;
const ID = /^[A-Za-z0-9_.-]{1,64}$/;

/** The body of POST /v1/admin/sales/{id}/stock: a ticket type with its new capacity, or seats with their new state. */
export class StockChangeInput {
  @ValidateIf((input: StockChangeInput) => input.seatIds === undefined || input.ticketTypeId !== undefined)
  @Matches(ID)
  ticketTypeId?: string;

  @ValidateIf((input: StockChangeInput) => input.seatIds === undefined || input.capacity !== undefined)
  @IsInt()
  @Min(0)
  @Max(bounds.capacity)
  capacity?: number;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SEATS_PER_CHANGE)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  seatIds?: string[];

  @ValidateIf((input: StockChangeInput) => input.seatIds !== undefined || input.to !== undefined)
  @IsIn(['withdrawn', 'free', 'blocked'])
  to?: 'withdrawn' | 'free' | 'blocked';
}

export class AllocationInput {
  @ValidateIf((input: AllocationInput) => input.seatIds === undefined || input.ticketTypeId !== undefined)
  @Matches(ID)
  ticketTypeId?: string;

  @ValidateIf((input: AllocationInput) => input.seatIds === undefined || input.quantity !== undefined)
  @IsInt()
  @Min(0)
  @Max(bounds.capacity)
  quantity?: number;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SEATS_PER_CHANGE)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  seatIds?: string[];

  @JSONSchema({ description: 'As answers show it, like the three that follow: may be sent back, and changes nothing.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  capacity?: number;
  @IsOptional()
  @IsInt()
  @Min(0)
  sold?: number;
  @IsOptional()
  @IsInt()
  @Min(0)
  withdrawn?: number;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsInt()
  @Min(0)
  free?: number | null;
}

export class ChannelInput {
  @Matches(CHANNEL_KEY, { message: 'must be lower-case letters, digits, hyphens and underscores' })
  key: string;
  @PlainText(60)
  label: string;
  @JSONSchema({ nullable: true })
  @OrNull()
  @Matches(/^prt_[A-Za-z0-9]{1,60}$/)
  partnerId?: string | null;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.lanes)
  @ArrayUnique()
  @Matches(LANE_KEY, { each: true })
  lanes?: string[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_ALLOCATIONS)
  @ValidateNested({ each: true })
  @Type(() => AllocationInput)
  allocations?: AllocationInput[];
  @JSONSchema({ description: 'All its seats, as answers show them; the same as an allocation of these seatIds.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SEATS_LISTED)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  seatIds?: string[];
  @JSONSchema({ nullable: true })
  @OrNull()
  @Instant()
  returnAt?: string | null;
  /** Returns by itself once `returnTo` has at most this percentage of its stock unsold; null: never for this reason. */
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsInt()
  @Min(1)
  @Max(99)
  returnBelowPercent?: number | null;
  @IsOptional()
  @Matches(CHANNEL_KEY)
  returnTo?: string;
}

/** The body of PUT /v1/admin/sales/{id}/channels: this, as GET answers it, or the bare list. */
export class ChannelsInput {
  @IsArray()
  @ArrayMaxSize(MAX_CHANNELS)
  @ValidateNested({ each: true })
  @Type(() => ChannelInput)
  channels: ChannelInput[];
  /** As GET answers it. */
  @ReadVersion()
  version?: string;
}
