import { IsIn, IsOptional } from 'class-validator';
import { BuyerDto } from '../orders/placing/order-input.types.js';
import { type FanLanguage, fanLanguages } from '../../contract/languages.js';

/** The new holder of a ticket. */
export class TransferDto extends BuyerDto {
  /** Language of the mail to the new holder. */
  @IsOptional()
  @IsIn(fanLanguages)
  language?: FanLanguage;
}
