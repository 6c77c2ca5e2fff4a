import { IsEmail, IsOptional, IsUrl, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PlainText } from '../../../platform/http/plain-text.js';

const WEB_ADDRESS = { protocols: ['https'], require_protocol: true };
const MAX_ADDRESS = 500;

/** Requires an https URL, because fans are linked to it. */
function PageAddress(): PropertyDecorator {
  return (target, key) => {
    JSONSchema({ nullable: true })(target, key as string);
    IsOptional()(target, key);
    IsUrl(WEB_ADDRESS)(target, key);
    MaxLength(MAX_ADDRESS)(target, key);
  };
}

/** The seller of the tickets and its terms. */
export class SellerInput {
  @PlainText(120)
  name: string;
  @JSONSchema({ nullable: true })
  @IsOptional()
  @PlainText(200)
  address?: string | null;
  @JSONSchema({ nullable: true })
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string | null;
  @JSONSchema({ nullable: true })
  @IsOptional()
  @PlainText(500)
  refundRule?: string | null;
  @PageAddress()
  termsUrl?: string | null;
  @PageAddress()
  privacyUrl?: string | null;
  @PageAddress()
  helpUrl?: string | null;
}
