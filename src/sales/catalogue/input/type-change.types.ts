import { JSONSchema } from 'class-validator-jsonschema';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ReadVersion } from '../../../platform/versions.js';
import { bounds } from './sale-bounds.types.js';

/** The body of PATCH /v1/admin/sales/{id}/ticket-types/{typeId}: what is left out stays. */
export class TypeChangeInput {
  /** Of the sale, as answered; another one is a conflict. Left out: any. */
  @ReadVersion()
  version?: string;
  @JSONSchema({ description: 'In minor units. Only while nobody holds, has ordered or has bought such a ticket.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  price?: number;
  @JSONSchema({ description: 'How many one fan may have; what somebody already holds stays.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.maxPerFan)
  maxPerFan?: number;
  @JSONSchema({ description: 'Smallest quantity per hold.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.maxPerFan)
  min?: number;
  @JSONSchema({ description: "A hold's quantity must be a multiple of it, such as 2 for pairs." })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.maxPerFan)
  multiple?: number;
}
