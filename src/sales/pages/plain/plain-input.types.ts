import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { LANE_KEY } from '../../../contract/sale/lanes.js';

const MAX_CHARACTERS = 2_048;

/** Typed input is validated later, so that errors appear on the page rather than as a problem document. */
export class JoinForm {
  @IsOptional()
  @Matches(LANE_KEY)
  lane?: string;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  accessCode?: string;

  /** From another device, or from a friend: takes the place that its code names. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  link?: string;
}

export class MailForm extends JoinForm {
  @IsString()
  @MaxLength(254)
  email: string;
}

export class CodeForm extends MailForm {
  @IsString()
  @MaxLength(20)
  code: string;
}

/** A button acting for this device's place. */
export class PlaceForm {
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  form: string;
}

/** The address that a place confirms at its turn. */
export class StepUpForm extends PlaceForm {
  @IsString()
  @MaxLength(254)
  email: string;
}

export class StepUpCodeForm extends StepUpForm {
  @IsString()
  @MaxLength(20)
  code: string;
}

/** What a fan does with the place beyond waiting. */
export class ExtrasForm extends PlaceForm {
  @IsIn(['defer', 'extra', 'move', 'group', 'mail'])
  step: 'defer' | 'extra' | 'move' | 'group' | 'mail';

  /** The page of the line claims by itself, and goes on doing so. */
  @IsOptional()
  @IsIn(['yes'])
  goes?: 'yes';

  @IsOptional()
  @Matches(/^(5|10|20)$/)
  minutes?: string;

  @IsOptional()
  @IsString()
  @MaxLength(254)
  email?: string;

  /** Idempotency key generated with the form. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{16,128}$/)
  key?: string;
}
