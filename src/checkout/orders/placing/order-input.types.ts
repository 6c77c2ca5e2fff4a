import { Type } from 'class-transformer';
import {
  IsDefined,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';

import { holdsLink } from '../papers/name-link.rules.js';
import { type FanLanguage, fanLanguages } from '../../../contract/languages.js';

const MAX_EMAIL_CHARACTERS = 254;
const MAX_NAME_CHARACTERS = 120;
const MAX_ID_CHARACTERS = 64;
/**
 * One line with at least one visible character and no control characters, lone surrogates or bidirectional overrides,
 * because names are printed on tickets and in mails.
 */
const PLAIN = /^(?=.*[\p{L}\p{N}\p{P}\p{S}])[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u;

/** Accepts a name that is safe to print on tickets and in mails. */
export const isBuyerName = (name: string): boolean =>
  name.length >= 1 && name.length <= MAX_NAME_CHARACTERS && PLAIN.test(name) && !holdsLink(name);

function WithoutLink(): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && !holdsLink(value);
  const defaultMessage = (): string => 'name must not hold a web address';
  return ValidateBy({ name: 'withoutLink', validator: { validate, defaultMessage } });
}

export class BuyerDto {
  @IsEmail()
  @MaxLength(MAX_EMAIL_CHARACTERS)
  email: string;

  @IsString()
  @Length(1, MAX_NAME_CHARACTERS)
  @Matches(PLAIN, { message: 'name must be plain text' })
  @WithoutLink()
  name: string;
}

/** Fields common to every order, whoever sells it. */
export class OrderForBuyerDto {
  @IsString()
  @Length(1, MAX_ID_CHARACTERS)
  @Matches(/^hold_[A-Za-z0-9_-]+$/, { message: 'holdId must be the id of a hold' })
  holdId: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => BuyerDto)
  buyer: BuyerDto;

  /** Language of the page, used for the order's mails. */
  @IsOptional()
  @IsIn(fanLanguages)
  language?: FanLanguage;
}

export class CreateOrderDto extends OrderForBuyerDto {
  @IsOptional()
  @IsString()
  @Length(1, MAX_ID_CHARACTERS)
  promoCode?: string;
}
