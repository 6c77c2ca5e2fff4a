import { JSONSchema } from 'class-validator-jsonschema';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { HoldItem } from '../../inventory/holds/hold.types.js';
import { ProblemError } from '../../platform/problem/problem.js';

const MAX_ITEMS = 20;
/** More than a hold may have is refused as LIMIT_EXCEEDED by inventory; this only bounds what is read. */
const MAX_QUANTITY = 1_000_000;
const MAX_SEATS = 1_000;
const MAX_COMPANIONS = 50;
const MAX_WHEELCHAIRS = 8;
const MAX_ID_CHARACTERS = 64;
/** Ids and keys as we generate them, free of characters that are special in Redis keys or patterns. */
const NAME = /^[A-Za-z0-9_.-]+$/;

class AccessibleDto {
  @JSONSchema({ description: 'Wheelchair places.' })
  @IsInt()
  @Min(1)
  @Max(MAX_WHEELCHAIRS)
  wheelchairs: number;

  @JSONSchema({ description: 'Seats of companions beside them.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_COMPANIONS)
  companions?: number;
}

class BestAvailableDto {
  @JSONSchema({ description: 'Only in this section.' })
  @IsOptional()
  @IsString()
  @Length(1, MAX_ID_CHARACTERS)
  section?: string;

  @JSONSchema({ description: 'Only in this zone.' })
  @IsOptional()
  @IsString()
  @Length(1, MAX_ID_CHARACTERS)
  zone?: string;

  @JSONSchema({ description: 'Wheelchair places with companions beside them: together the quantity.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AccessibleDto)
  accessible?: AccessibleDto;
}

/** Either a ticket type with a quantity (with `bestAvailable` for reserved seats), or named seats. */
export class HoldItemDto {
  @ValidateIf((item: HoldItemDto) => item.seatIds === undefined || item.ticketTypeId !== undefined)
  @IsString()
  @Length(1, MAX_ID_CHARACTERS)
  @Matches(NAME)
  ticketTypeId?: string;

  @ValidateIf((item: HoldItemDto) => item.seatIds === undefined || item.quantity !== undefined)
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  quantity?: number;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BestAvailableDto)
  bestAvailable?: BestAvailableDto;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SEATS)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, MAX_ID_CHARACTERS, { each: true })
  seatIds?: string[];
}

export class HoldItemsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => HoldItemDto)
  items: HoldItemDto[];
}

/** Converts to inventory items; null if any item mixes both forms, has neither, or its places do not add up. */
export function itemsOf(body: HoldItemsDto): HoldItem[] | null {
  const items = body.items.map(itemOf);
  return items.includes(null) ? null : items.filter((item) => item !== null);
}

const knownItems = new WeakMap<HoldItemsDto, HoldItem[]>();

/** Like itemsOf, but throws VALIDATION_FAILED. A body that is kept for many requests has the same items for all. */
export function checkedItems(body: HoldItemsDto): HoldItem[] {
  const items = knownItems.get(body) ?? itemsOf(body);
  if (items) {
    knownItems.set(body, items);
    return items;
  }
  const message = 'each item is either ticketTypeId with quantity, or seatIds';
  throw new ProblemError('VALIDATION_FAILED', { errors: [{ field: 'items', message }] });
}

function itemOf({ ticketTypeId, quantity, bestAvailable, seatIds }: HoldItemDto): HoldItem | null {
  if (seatIds !== undefined) {
    const onlySeats = ticketTypeId === undefined && quantity === undefined && bestAvailable === undefined;
    return onlySeats ? { seatIds } : null;
  }
  if (ticketTypeId === undefined || quantity === undefined) return null;
  if (bestAvailable === undefined) return { ticketTypeId, quantity };
  const { section, zone, accessible } = bestAvailable;
  if (!accessible) return { ticketTypeId, quantity, bestAvailable: { section, zone } };
  const { wheelchairs, companions = 0 } = accessible;
  if (wheelchairs + companions !== quantity) return null;
  return { ticketTypeId, quantity, bestAvailable: { section, zone, accessible: { wheelchairs, companions } } };
}
