import { Matches } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { OrNull } from '../../../platform/problem/nulls.js';
import { PICTURE_ID } from '../../pictures/picture.rules.js';

const COLOUR = /^#[0-9a-fA-F]{6}$/;

/** The promoter's own look: pictures that were uploaded, and the colour of buttons. */
export class BrandingInput {
  @JSONSchema({ description: 'Id of POST /v1/admin/pictures.', nullable: true })
  @OrNull()
  @Matches(PICTURE_ID, { message: 'must be the id of an uploaded picture' })
  pictureId?: string | null;
  @JSONSchema({ description: 'Id of POST /v1/admin/pictures.', nullable: true })
  @OrNull()
  @Matches(PICTURE_ID, { message: 'must be the id of an uploaded picture' })
  logoId?: string | null;
  @JSONSchema({ nullable: true })
  @OrNull()
  @Matches(COLOUR, { message: 'must be a colour such as #8c1d40' })
  accent?: string | null;
}
