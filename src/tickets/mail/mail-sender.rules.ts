import type { BrandingShape } from '../../contract/sale/branding-shapes.js';
import type { SellerShape } from '../../contract/sale/seller-shapes.js';
import type { MailBrand } from '../../platform/mail/mail-page.rules.js';
import { line } from './mail-line.rules.js';

/** In whose look and name a mail about a sale is written. */
export interface MailSender {
  branding: Pick<BrandingShape, 'logoUrl' | 'accent'> | null;
  seller: Pick<SellerShape, 'name' | 'address' | 'email'> | null;
}

/** @param link of the mail, whose host has the logo as well */
export function brandOf({ branding, seller }: MailSender, showName: string, link: string): MailBrand {
  const logo = branding?.logoUrl ?? null;
  const logoUrl = logo === null ? null : new URL(logo, link).href;
  const title = branding && seller ? line(seller.name) : null;
  return { accent: branding?.accent ?? null, logoUrl, name: line(seller?.name ?? showName), title };
}

/** Says who sells the tickets and where to ask; null if the promoter has not said. */
export function sellerLine({ seller }: MailSender, title: string): string | null {
  if (seller === null) return null;
  const parts = [seller.name, seller.address, seller.email].filter((part) => part !== null && part !== '');
  return `${title}: ${line(parts.join(', '))}`;
}
