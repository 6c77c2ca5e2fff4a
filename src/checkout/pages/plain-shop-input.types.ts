import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Transform } from 'class-transformer';

const MAX_TYPES = 20;
const MAX_CHARACTERS = 2_048;

/** A field that is there once is a text, several times a list. */
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

/** Forms of the shop without JavaScript. What a person types is checked later, so that a mistake is told on the page. */
export class ShopForm {
  @IsIn(['hold', 'release', 'order'])
  step: 'hold' | 'release' | 'order';

  @IsString()
  @MaxLength(MAX_CHARACTERS)
  form: string;

  /** Made with the form: sending it twice does it once. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{16,128}$/)
  key?: string;

  /** Ticket types, how many of each, and where: lists of one length. */
  @Fields()
  type?: string[];
  @Fields()
  quantity?: string[];
  @Fields()
  section?: string[];

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
}

/** Forms of an order's page: showing its link to a device that does not know it, and canceling. */
export class OrderForm {
  @IsIn(['open', 'cancel'])
  step: 'open' | 'cancel';

  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  form?: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_CHARACTERS)
  link?: string;
}
