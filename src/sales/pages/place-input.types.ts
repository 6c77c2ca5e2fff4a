import { JSONSchema } from 'class-validator-jsonschema';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const MAX_CHARACTERS = 2_048;

/** The body of POST /v1/sales/{slug}/places. */
export class PlaceInput {
  @JSONSchema({ description: "Key of the lane; left out, the sale's first one." })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  lane?: string;

  @JSONSchema({ description: 'For a lane with access codes; no lane has them yet.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  accessCode?: string;

  @JSONSchema({ description: 'The solved challenge, where the sale asks for one; none does yet.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  challenge?: string;

  @JSONSchema({ description: 'Proof of identity, where the sale asks for one; none does yet.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  identity?: string;

  @JSONSchema({ description: "A friend's group code: shares the friend's number." })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  groupCode?: string;
}

export class AvailabilityQuery {
  @JSONSchema({ description: 'Key of a section: its seats, for holders of a pass.' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9]{1,16}$/, { message: 'section must be the key of a section' })
  section?: string;
}
