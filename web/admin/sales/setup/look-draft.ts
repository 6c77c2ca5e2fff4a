import { type Accent, accentOn, type Scheme } from '../../../../src/contract/sale/accent.js';
import type { BrandingShape } from '../../../../src/contract/sale/branding-shapes.js';
import type { SellerShape } from '../../../../src/contract/sale/seller-shapes.js';

/** The seller as typed; empty: not named. */
export type SellerDraft = Record<keyof SellerShape, string>;
/** Ids of uploaded pictures, and a colour; empty: Ropeline's own. */
export interface BrandingDraft {
  pictureId: string;
  logoId: string;
  accent: string;
}
/** What fans see of the promoter: who sells, and in whose look. */
export interface LookDraft {
  seller: SellerDraft;
  branding: BrandingDraft;
}
export type SellerBody = { [Field in keyof SellerShape]?: string | null };
export type BrandingBody = { [Field in keyof BrandingDraft]?: string | null };

export const sellerFields = ['name', 'address', 'email', 'refundRule', 'termsUrl', 'privacyUrl', 'helpUrl'] as const;
const links = ['termsUrl', 'privacyUrl', 'helpUrl'] as const;
const LINK = /^https:\/\/[^\s/]+\.[^\s/]+(\/\S*)?$/;
const COLOUR = /^#[0-9a-f]{6}$/i;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const emptyLook: LookDraft = {
  seller: { name: '', address: '', email: '', refundRule: '', termsUrl: '', privacyUrl: '', helpUrl: '' },
  branding: { pictureId: '', logoId: '', accent: '' },
};

export const lookDraft = (seller?: SellerBody | null, branding?: BrandingBody | null): LookDraft => ({
  seller: { ...emptyLook.seller, ...withTexts(seller) },
  branding: { ...emptyLook.branding, ...withTexts(branding) },
});

const withTexts = (body: Record<string, string | null | undefined> | null | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(body ?? {}).map(([field, text]) => [field, text ?? '']));

const orNull = (text: string): string | null => text.trim() || null;

/** Returns null while nobody is named as the seller. */
export function sellerBody({ seller }: LookDraft): SellerBody | null {
  if (sellerFields.every((field) => seller[field].trim() === '')) return null;
  const rest = sellerFields.slice(1).map((field) => [field, orNull(seller[field])] as const);
  return { name: seller.name.trim(), ...Object.fromEntries(rest) };
}

export function brandingBody({ branding: { pictureId, logoId, accent } }: LookDraft): BrandingBody | null {
  if (pictureId === '' && logoId === '' && accent.trim() === '') return null;
  return { pictureId: orNull(pictureId), logoId: orNull(logoId), accent: colourOf(accent) };
}

/** Returns the colour as it is stored; null while none can be read. */
export const colourOf = (typed: string): string | null =>
  COLOUR.test(typed.trim()) ? typed.trim().toLowerCase() : null;

export function* lookErrors(draft: LookDraft): Generator<[string, string]> {
  const { seller, branding } = draft;
  if (sellerBody(draft) !== null && seller.name.trim() === '')
    yield ['seller.name', 'Name the seller, or leave all of it empty.'];
  if (seller.email.trim() !== '' && !EMAIL.test(seller.email.trim()))
    yield ['seller.email', 'An address such as help@example.com.'];
  for (const field of links)
    if (seller[field].trim() !== '' && !LINK.test(seller[field].trim()))
      yield [`seller.${field}`, 'An address that begins with https://.'];
  if (branding.accent.trim() !== '' && colourOf(branding.accent) === null)
    yield ['branding.accent', 'A colour such as #8c1d40.'];
}

/** Returns what fans would receive of it. */
export function previewLook(draft: LookDraft): { seller: SellerShape | null; branding: BrandingShape | null } {
  const seller = sellerBody(draft);
  const branding = brandingBody(draft);
  const urlOf = (id: string | null | undefined): string | null => (id ? pictureUrl(id) : null);
  return {
    seller:
      seller &&
      ({
        ...{ name: seller.name ?? '', address: null, email: null, refundRule: null },
        ...{ termsUrl: null, privacyUrl: null, helpUrl: null },
        ...seller,
        ...(seller.name === '' && { name: 'Seller' }),
      } as SellerShape),
    branding: branding && {
      pictureUrl: urlOf(branding.pictureId),
      logoUrl: urlOf(branding.logoId),
      accent: branding.accent ?? null,
    },
  };
}

export const pictureUrl = (id: string): string => `/v1/pictures/${id}`;

/** Returns the id in a picture's path, to open a published sale's look in a form. */
export const pictureIdOf = (url: string | null | undefined): string => url?.split('/').at(-1) ?? '';

/** Returns how the accent is shown in each scheme. */
export function shownAccents(typed: string): { scheme: Scheme; accent: Accent }[] {
  const chosen = colourOf(typed);
  if (chosen === null) return [];
  return (['light', 'dark'] as const).map((scheme) => ({ scheme, accent: accentOn(chosen, scheme) }));
}
