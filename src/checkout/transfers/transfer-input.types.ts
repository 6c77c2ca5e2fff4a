import { IsIn, IsOptional } from 'class-validator';
import { type DocumentLanguage, documentLanguages } from '../../tickets/document-words.rules.js';
import { BuyerDto } from '../orders/order-input.types.js';

/** The new holder of a ticket. */
export class TransferDto extends BuyerDto {
  /** Language of the mail to the new holder. */
  @IsOptional()
  @IsIn(documentLanguages)
  language?: DocumentLanguage;
}
