import { IsEmail, IsOptional, IsString, Length } from 'class-validator';

export const MIN_PASSWORD = 12;
const MAX_PASSWORD = 256;

export class NewPasswordBody {
  @IsString()
  @Length(1, MAX_PASSWORD)
  current!: string;
  @IsString()
  @Length(MIN_PASSWORD, MAX_PASSWORD)
  password!: string;
}

export class AskResetBody {
  @IsEmail()
  @Length(3, 254)
  email!: string;
}

export class ConfirmResetBody {
  @IsString()
  @Length(20, 100)
  token!: string;
  @IsString()
  @Length(MIN_PASSWORD, MAX_PASSWORD)
  password!: string;
}

export class BeginFactorBody {
  /** May be left out within ten minutes of signing in. */
  @IsOptional()
  @IsString()
  @Length(1, MAX_PASSWORD)
  password?: string;
}

export class CodeBody {
  @IsString()
  @Length(6, 40)
  code!: string;
}

/** Password and code: required for anything that weakens an account. */
export class ProofBody extends CodeBody {
  @IsString()
  @Length(1, MAX_PASSWORD)
  password!: string;
}
