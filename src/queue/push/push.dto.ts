import { IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { type FanLanguage, fanLanguages } from '../../contract/languages.js';

export class PushBody {
  @JSONSchema({ description: 'The subscription’s address: one of the browsers’ own push services.' })
  @IsString()
  @MinLength(1)
  @MaxLength(1_024)
  endpoint!: string;

  @JSONSchema({ description: 'The subscription’s public key, base64url.' })
  @Matches(/^[A-Za-z0-9_-]{87}=?$/)
  p256dh!: string;

  @JSONSchema({ description: 'The subscription’s shared secret, base64url.' })
  @Matches(/^[A-Za-z0-9_-]{22}(==)?$/)
  auth!: string;

  @JSONSchema({ description: 'The language that the fan reads.' })
  @IsIn(fanLanguages)
  language!: FanLanguage;

  @JSONSchema({ description: 'The show’s name, as the message names it.' })
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  show!: string;

  @JSONSchema({ description: 'The sale’s slug: a press on the message leads to its line.' })
  @Matches(/^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/)
  slug!: string;
}
