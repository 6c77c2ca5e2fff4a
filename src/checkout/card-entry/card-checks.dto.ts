import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** POST /v1/card-checks. */
export class CardCheckInput {
  @Matches(/^[a-z0-9-]{3,60}$/)
  sale: string;
  @IsOptional()
  @IsString()
  @MaxLength(4_096)
  challenge?: string;
}

/** POST /v1/card-checks/confirm. */
export class CardCheckConfirmInput {
  @IsString()
  @MaxLength(1_024)
  check: string;
}
