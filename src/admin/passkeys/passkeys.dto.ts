import { IsObject, IsString, Length, Matches } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PLAIN_NAME, PLAIN_NAME_MESSAGE } from '../sign-in/plain-name.js';

export class BeginPasskeyBody {
  /** A stolen session is not enough to add a way in. */
  @IsString()
  @Length(1, 256)
  password!: string;
}

export class NewPasskeyBody {
  @Length(1, 100)
  @Matches(PLAIN_NAME, PLAIN_NAME_MESSAGE)
  name!: string;
  @JSONSchema({ description: 'RegistrationResponseJSON of WebAuthn.', type: 'object', additionalProperties: true })
  @IsObject()
  response!: object;
}

export class PasskeySignInBody {
  @JSONSchema({ description: 'AuthenticationResponseJSON of WebAuthn.', type: 'object', additionalProperties: true })
  @IsObject()
  response!: object;
}
