import { JSONSchema } from 'class-validator-jsonschema';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CHANNEL_KEY } from '../../../contract/sale/channels.js';
import type { Admission } from '../../../contract/sale/sale-shapes.js';
import { PlainText } from '../../../platform/http/plain-text.js';
import { OrNull } from '../../../platform/problem/nulls.js';
import { bounds } from './sale-bounds.types.js';

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
