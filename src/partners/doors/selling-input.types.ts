import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsDefined,
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
import type { Allocation } from '../../inventory/channels/channel.rules.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { HoldItemsDto } from '../../checkout/holds/hold-input.types.js';
import { OrderForBuyerDto } from '../../checkout/orders/placing/order-input.types.js';
import { IfGiven } from '../../platform/problem/if-given.js';
import { idPattern } from '../../contract/ids.js';

export const SALE_ID = idPattern('sale');
const ORDER_ID = idPattern('ord');
const CHANNEL = /^[a-z][a-z0-9_-]{0,31}$/;
const MAX_ID_CHARACTERS = 64;
/** Restricts characters to those safe in a reconciliation file: no spaces, no control characters. */
const REFERENCE = /^[\x21-\x7e]{1,128}$/;

/** POST /v1/partner/holds. */
export class PartnerHoldBody extends HoldItemsDto {
  @Matches(SALE_ID)
  saleId: string;
  /** Allocation to take from; required only if the partner has several in the sale. */
  @IfGiven()
  @Matches(CHANNEL)
  channel?: string;
}

const MAX_ITEMS = 50;
const MAX_UNITS = 1_000_000;
/** Equals the limit of one stock change. */
const MAX_SEATS = 1_000;

/** Either a ticket type with a quantity, or named seats. */
class ReturnItemDto {
  @ValidateIf((item: ReturnItemDto) => item.seatIds === undefined || item.ticketTypeId !== undefined)
  @IsString()
  @Length(1, MAX_ID_CHARACTERS)
  ticketTypeId?: string;
  @ValidateIf((item: ReturnItemDto) => item.seatIds === undefined || item.quantity !== undefined)
  @IsInt()
  @Min(1)
  @Max(MAX_UNITS)
  quantity?: number;
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SEATS)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, MAX_ID_CHARACTERS, { each: true })
  seatIds?: string[];
}

/** POST /v1/partner/sales/{id}/returns. */
export class PartnerReturnBody {
  /** Allocation to return to; required only if the partner has several in the sale. */
  @IfGiven()
  @Matches(CHANNEL)
  channel?: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => ReturnItemDto)
  items: ReturnItemDto[];
}

/**
 * Converts the items for inventory. Throws VALIDATION_FAILED if an item has both quantity and seats, or too many seats
 * are named.
 */
export function returnItemsOf({ items }: PartnerReturnBody): Allocation[] {
  const taken = items.flatMap(({ ticketTypeId, quantity, seatIds }): Allocation[] => {
    if (seatIds !== undefined) return ticketTypeId === undefined && quantity === undefined ? [{ seatIds }] : [];
    return ticketTypeId === undefined || quantity === undefined ? [] : [{ ticketTypeId, quantity }];
  });
  const seats = items.reduce((sum, { seatIds = [] }) => sum + seatIds.length, 0);
  if (taken.length === items.length && seats <= MAX_SEATS) return taken;
  const message = `each item is either ticketTypeId with quantity, or seatIds; at most ${MAX_SEATS} seats at once`;
  throw new ProblemError('VALIDATION_FAILED', { errors: [{ field: 'items', message }] });
}

class PartnerPaymentDto {
  /** The partner's payment reference; each is accepted once. */
  @Matches(REFERENCE, { message: 'reference must be 1 to 128 printable ASCII characters without spaces' })
  reference: string;
}

/** POST /v1/partner/orders. */
export class PartnerOrderBody extends OrderForBuyerDto {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => PartnerPaymentDto)
  payment: PartnerPaymentDto;
}

/** GET /v1/partner/orders. */
export class PartnerOrdersQuery {
  @IsOptional()
  @Matches(SALE_ID)
  saleId?: string;
  @IsOptional()
  @Matches(REFERENCE)
  reference?: string;
  @IsOptional()
  @Matches(ORDER_ID)
  before?: string;
}

/** GET /v1/partner/sales/{id}/availability. */
export class PartnerAvailabilityQuery {
  /** Returns seat-level availability of one section. */
  @IsOptional()
  @Length(1, MAX_ID_CHARACTERS)
  @Matches(/^[A-Za-z0-9_.-]+$/)
  section?: string;
}
