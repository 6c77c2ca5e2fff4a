import { JSONSchema } from 'class-validator-jsonschema';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, Matches } from 'class-validator';

const MAX_SUBS = 1_000;

/** The body of POST /v1/admin/sales/{id}/revoke-passes. */
export class RevokePassesBody {
  @JSONSchema({ description: 'The `sub` of each pass to revoke; left out, every admission of the sale ends.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SUBS)
  @ArrayUnique()
  @Matches(/^[A-Za-z0-9_-]{43}$/, { each: true, message: 'subs must be the subjects of passes' })
  subs?: string[];
}
