import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Transform } from 'class-transformer';

const MAX_TYPES = 20;
const MAX_CHARACTERS = 2_048;

/** Wraps a single value in a list, because form parsing yields a string for a field that occurs once. */
const List = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value));

const Fields = (): PropertyDecorator => (target, key) => {
  List()(target, key);
  IsOptional()(target, key);
  IsArray()(target, key);
  ArrayMaxSize(MAX_TYPES)(target, key);
  IsString({ each: true })(target, key);
  MaxLength(64, { each: true })(target, key);
};

/** Forms of the shop without JavaScript. User input is validated later, so that errors appear on the page. */
export class ShopForm {
  @IsIn(['hold', 'swap', 'extend', 'release', 'order', 'cancel'])
  step: 'hold' | 'swap' | 'extend' | 'release' | 'order' | 'cancel';

  @IsString()
  @MaxLength(MAX_CHARACTERS)
  form: string;

  /** Idempotency key generated with the form. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{16,128}$/)
  key?: string;

  /** Parallel lists: ticket types, quantities, sections, wheelchair places and companions beside them. */
  @Fields()
  type?: string[];
  @Fields()
  quantity?: string[];
  @Fields()
  section?: string[];
  @Fields()
  wheelchairs?: string[];
  @Fields()
  companions?: string[];

  @IsOptional()
  @IsString()
  @MaxLength(64)
  hold?: string;

  @IsOptional()
  @IsString()
  @MaxLength(254)
  email?: string;
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;
  @IsOptional()
  @IsString()
  @MaxLength(64)
  promoCode?: string;

  /** Of the order that is canceled. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  open?: string;
}

/** Forms of the order page: opening it by its link on a new device, canceling, and transferring a ticket. */
export class OrderForm {
  @IsIn(['open', 'cancel', 'transfer'])
  step: 'open' | 'cancel' | 'transfer';

  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  form?: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  link?: string;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  ticket?: string;
  @IsOptional()
  @IsString()
  @MaxLength(254)
  email?: string;
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;

  /** Idempotency key generated with the form. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{16,128}$/)
  key?: string;
}
