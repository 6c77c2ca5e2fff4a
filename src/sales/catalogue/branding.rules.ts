import type { BrandingShape } from '../../contract/sale/branding-shapes.js';
import { pictureUrl } from '../pictures/picture.rules.js';
import type { BrandingInput } from './input/branding-input.types.js';

export interface BrandingColumns {
  pictureId: string | null;
  logoId: string | null;
  accent: string | null;
}

export function brandingColumns(input: BrandingInput | null | undefined): BrandingColumns {
  return {
    pictureId: input?.pictureId ?? null,
    logoId: input?.logoId ?? null,
    accent: input?.accent?.toLowerCase() ?? null,
  };
}

/** Returns null for a sale without a look of its own. */
export function brandingOf({ pictureId, logoId, accent }: BrandingColumns): BrandingShape | null {
  if (pictureId === null && logoId === null && accent === null) return null;
  const urlOf = (id: string | null): string | null => (id === null ? null : pictureUrl(id));
  return { pictureUrl: urlOf(pictureId), logoUrl: urlOf(logoId), accent };
}
