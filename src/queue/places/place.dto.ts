import { JSONSchema } from 'class-validator-jsonschema';
import { DEFER_MINUTES_MAX } from '../../contract/line/defer-bounds.js';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

export class ClaimBody {
  @JSONSchema({ description: 'The last pass, after an outage: its bearer is let in again.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(4096)
  pass?: string;

  @JSONSchema({ description: 'True if a page renews its pass with nobody at it: the slot is kept no longer for it.' })
  @IsOptional()
  @IsBoolean()
  unattended?: boolean;
}

export class DeferBody {
  @JSONSchema({ description: 'For how many minutes the turn is put off.' })
  @IsInt()
  @Min(1)
  @Max(DEFER_MINUTES_MAX)
  minutes!: number;
}

export class RedeemBody {
  @JSONSchema({ description: 'The sale the outside shop sells for: its slug.' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  sale!: string;
}

export class VerifyQuery {
  @JSONSchema({ description: 'The sale the gate stands before: its slug.' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  sale!: string;
}
