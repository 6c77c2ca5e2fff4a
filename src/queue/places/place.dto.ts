import { JSONSchema } from 'class-validator-jsonschema';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

export class ClaimBody {
  @JSONSchema({ description: 'The last pass, after an outage: its bearer is let in again.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(4096)
  pass?: string;
}

export class DeferBody {
  @JSONSchema({ description: 'For how many minutes the turn is put off.' })
  @IsInt()
  @Min(1)
  @Max(60)
  minutes!: number;
}

export class VerifyQuery {
  @JSONSchema({ description: 'The sale the gate stands before: its slug.' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  sale!: string;
}
