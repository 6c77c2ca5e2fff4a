import { IsBase64, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { MAX_PICTURE_BYTES } from '../../sales/pictures/picture.rules.js';

/** Base64 length of one byte above the limit, so that an oversized picture gets its own refusal. */
const MAX_CHARACTERS = Math.ceil((MAX_PICTURE_BYTES + 3) / 3) * 4;

export class PictureBody {
  @JSONSchema({
    description:
      'PNG, JPEG, WebP or AVIF in base64; 1 MiB and 4,096 pixels a side at most. Metadata (EXIF, XMP, texts) is removed; an AVIF with metadata is refused.',
  })
  @MaxLength(MAX_CHARACTERS, { message: 'must not exceed 1 MiB' })
  @IsBase64()
  data: string;
}
