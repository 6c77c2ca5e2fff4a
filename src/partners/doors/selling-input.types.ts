import { Type } from 'class-transformer';
import { IsDefined, IsObject, IsOptional, Length, Matches, ValidateNested } from 'class-validator';
import { HoldItemsDto } from '../../checkout/holds/hold-input.types.js';
import { OrderForBuyerDto } from '../../checkout/orders/order-input.types.js';
import { IfGiven } from '../../platform/problem/if-given.js';

export const SALE_ID = /^sale_[0-9a-z]{26}$/;
const ORDER_ID = /^ord_[0-9a-z]{26}$/;
const CHANNEL = /^[a-z][a-z0-9_-]{0,31}$/;
const MAX_ID_CHARACTERS = 64;
/** What may stand in a reconciliation file: no spaces, no control characters. */
const REFERENCE = /^[\x21-\x7e]{1,128}$/;

/** POST /v1/partner/holds. */
export class PartnerHoldBody extends HoldItemsDto {
  @Matches(SALE_ID)
  saleId: string;
  /** The allocation to take from; needed only by a partner that has several in the sale. */
  @IfGiven()
  @Matches(CHANNEL)
  channel?: string;
}

class PartnerPaymentDto {
  /** How the partner names the payment. Each counts once. */
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
  /** Seat by seat, for one section. */
  @IsOptional()
  @Length(1, MAX_ID_CHARACTERS)
  @Matches(/^[A-Za-z0-9_.-]+$/)
  section?: string;
}
