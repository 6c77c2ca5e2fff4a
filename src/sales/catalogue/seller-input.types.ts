import { IsEmail, IsOptional, IsUrl, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PlainText } from '../../platform/http/plain-text.js';

const WEB_ADDRESS = { protocols: ['https'], require_protocol: true };
const MAX_ADDRESS = 500;

/** An https page that fans are led to. */
function PageAddress(): PropertyDecorator {
  return (target, key) => {
    JSONSchema({ nullable: true })(target, key as string);
    IsOptional()(target, key);
    IsUrl(WEB_ADDRESS)(target, key);
    MaxLength(MAX_ADDRESS)(target, key);
  };
}

/** Who sells the tickets, and on what terms. */
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
