import { JSONSchema } from 'class-validator-jsonschema';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, Matches, Max, Min, ValidateIf } from 'class-validator';
import { LANE_KEY } from '../../contract/sale/lanes.js';

const MAX_CODES = 100_000;
const MAX_USES = 1_000_000;
const CODE = /^[\p{L}\p{N}][\p{L}\p{N} _.-]{2,62}[\p{L}\p{N}]$/u;

/** The body of POST /v1/admin/sales/{id}/access-codes: either a list of codes or how many to generate. */
export class AccessCodesBody {
  @Matches(LANE_KEY, { message: 'lane must be the key of a lane' })
  lane: string;

  @JSONSchema({
    description: "The promoter's own codes: 4 to 64 letters and digits; case, blanks and hyphens do not matter.",
  })
  @ValidateIf((body: AccessCodesBody) => body.generate === undefined || body.codes !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_CODES)
  @Matches(CODE, { each: true, message: 'each code must have 4 to 64 letters and digits' })
  codes?: string[];

  @JSONSchema({ description: 'How many codes to make; instead of a list.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_CODES)
  generate?: number;

  @JSONSchema({ description: 'How many places each code is good for; left out, one.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_USES)
  uses?: number;
}
