import Type, { type Static } from 'typebox';
import { Nullable } from '../schema.js';

/** The promoter's own look of a sale's pages; whatever is null keeps Ropeline's. */
export const BrandingShape = Type.Object(
  {
    pictureUrl: Nullable(
      Type.String({
        description: 'Path of a wide picture; its content never changes.',
        examples: ['/v1/pictures/pic_…'],
      }),
    ),
    logoUrl: Nullable(Type.String({ description: 'Path of a logo, shown on light and dark ground.' })),
    accent: Nullable(
      Type.String({
        pattern: '^#[0-9a-f]{6}$',
        description: 'As chosen. Pages darken or lighten it until it is legible.',
      }),
    ),
  },
  { title: 'Branding' },
);
export type BrandingShape = Static<typeof BrandingShape>;

/** POST /v1/admin/pictures: a sale names the picture by its id. */
export const PictureShape = Type.Object(
  {
    id: Type.String({ pattern: '^pic_[0-9a-f]{64}$' }),
    url: Type.String(),
    type: Type.Enum(['image/png', 'image/jpeg', 'image/webp', 'image/avif']),
    width: Type.Integer({ minimum: 1 }),
    height: Type.Integer({ minimum: 1 }),
  },
  { title: 'Picture' },
);
export type PictureShape = Static<typeof PictureShape>;
