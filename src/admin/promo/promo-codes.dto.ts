import { JSONSchema } from 'class-validator-jsonschema';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { OrNull } from '../../platform/problem/nulls.js';
import { idPattern } from '../../contract/ids.js';

const MAX_USES = 1_000_000;
const MAX_TYPES = 12;
const CODE = /^\s*[A-Za-z0-9][A-Za-z0-9_-]{2,31}\s*$/;
const SALE_ID = idPattern('sale');
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The body of POST /v1/admin/promo-codes. */
export class PromoCodeBody {
  @Matches(SALE_ID)
  saleId: string;
  @Matches(CODE, { message: 'must be 3 to 32 letters, digits, hyphens or underscores' })
  code: string;
  /** A percentage off the ticket prices; excludes an amount. */
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsNumber({ maxDecimalPlaces: 3 })
  @Min(0.001)
  @Max(100)
  percent?: number | null;
  /** An amount off the ticket total; excludes a percentage. */
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amount?: number | null;
  @IsInt()
  @Min(1)
  @Max(MAX_USES)
  maxUses: number;
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_USES)
  perFan?: number;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TYPES)
  @ArrayUnique()
  @Matches(idPattern('tt'), { each: true })
  ticketTypeIds?: string[] | null;
  @JSONSchema({ nullable: true })
  @OrNull()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(INSTANT, { message: 'must be a time such as 2027-05-01T18:00:00Z' })
  endsAt?: string | null;
}

export class PromoCodesQuery {
  @IsOptional()
  @Matches(SALE_ID)
  saleId?: string;
  @IsOptional()
  @Matches(idPattern('promo'))
  before?: string;
}
