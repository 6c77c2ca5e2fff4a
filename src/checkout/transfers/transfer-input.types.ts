import { IsIn, IsOptional } from 'class-validator';
import { type DocumentLanguage, documentLanguages } from '../../tickets/document-words.rules.js';
import { BuyerDto } from '../orders/order-input.types.js';

/** Whom a ticket is for from now on. */
export class TransferDto extends BuyerDto {
  /** Of the mail to the new holder. */
  @IsOptional()
  @IsIn(documentLanguages)
  language?: DocumentLanguage;
}
