import { JSONSchema } from 'class-validator-jsonschema';
import { IsBoolean, IsEmail, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { LANE_KEY } from '../../contract/sale/lanes.js';

const MAX_CHARACTERS = 2_048;

/** The body of POST /v1/sales/{slug}/places. */
export class PlaceInput {
  @JSONSchema({ description: "Key of the lane; left out, that of the access code, else the sale's first open one." })
  @IsOptional()
  @Matches(LANE_KEY, { message: 'lane must be the key of a lane' })
  lane?: string;

  @JSONSchema({ description: 'For lanes with the access code or invite.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accessCode?: string;

  @JSONSchema({ description: 'Base64 of the payload {challenge, solution}, where the sale asks for a challenge.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  challenge?: string;

  @JSONSchema({ description: 'Proof of identity, where the entry is email, account or card.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  identity?: string;

  @JSONSchema({ description: "A friend's group code: shares the friend's number." })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  groupCode?: string;

  @JSONSchema({ description: 'Takes nothing: answers with the place that this device has, or NOT_FOUND.' })
  @IsOptional()
  @IsBoolean()
  onlyPresent?: boolean;
}

/** The body of POST /v1/handoffs/{code}. */
export class HandoffInput {
  @JSONSchema({ description: 'The proof of identity that the place was taken with, where the entry is not open.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  identity?: string;
}

/** The body of POST /v1/sales/{slug}/identity. */
export class IdentityInput {
  @IsEmail()
  @MaxLength(254)
  email: string;

  @JSONSchema({ description: 'As for a join, where the sale asks for a challenge.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  challenge?: string;
}

/** The body of POST /v1/place/step-up. */
export class StepUpInput {
  @IsEmail()
  @MaxLength(254)
  email: string;
}

/** The body of POST /v1/sales/{slug}/identity/confirm and POST /v1/place/step-up/confirm. */
export class IdentityCodeInput {
  @IsEmail()
  @MaxLength(254)
  email: string;

  @Matches(/^\d{4} ?\d{4}$/, { message: 'code must be the eight digits of the e-mail' })
  code: string;
}

export class AvailabilityQuery {
  @JSONSchema({ description: 'Key of a section: its seats, for holders of a pass.' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9]{1,16}$/, { message: 'section must be the key of a section' })
  section?: string;
}
